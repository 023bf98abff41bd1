/** The look of every screen: a calm bank counter. Colours hold AA contrast in light and dark; sizes follow `density`. */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const teal: MantineColorsTuple = [
  '#eaf6f4',
  '#d2ebe6',
  '#a5d7cd',
  '#74c2b3',
  '#4baf9d',
  '#2c9a87',
  '#167a6b',
  '#0f665a',
  '#0a5249',
  '#063e37',
]

const slate: MantineColorsTuple = [
  '#e6ebea',
  '#c6cecc',
  '#a7b2af',
  '#7d8a87',
  '#4c5957',
  '#3a4644',
  '#2b3534',
  '#1e2726',
  '#161d1c',
  '#0f1514',
]

/** A touch target's height; the stylesheet sets it by density. */
const target = 'var(--cf-target)'
const tall = { '--input-height': target, '--input-size': target }

export const theme = createTheme({
  primaryColor: 'teal',
  primaryShade: { light: 7, dark: 6 },
  colors: { teal, dark: slate },
  fontFamily: 'var(--cf-font)',
  fontFamilyMonospace: 'var(--cf-font)',
  headings: { fontFamily: 'var(--cf-font)', fontWeight: '650' },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '10px', lg: '16px', xl: '24px' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '40px' },
  respectReducedMotion: true,
  cursorType: 'pointer',
  focusRing: 'auto',
  components: {
    Button: { vars: () => ({ root: { '--button-height': target, '--button-fz': 'var(--mantine-font-size-md)' } }) },
    ActionIcon: { vars: () => ({ root: { '--ai-size': target } }), defaultProps: { variant: 'subtle' } },
    CloseButton: { vars: () => ({ root: { '--cb-size': target } }) },
    Input: { vars: () => ({ wrapper: { ...tall, '--input-fz': 'var(--mantine-font-size-md)' } }) },
    InputWrapper: {
      // What explains a field stands under it, so that fields side by side stay level.
      defaultProps: { inputWrapperOrder: ['label', 'input', 'description', 'error'] },
      vars: () => ({
        label: { '--input-label-size': 'var(--mantine-font-size-sm)' },
        error: { '--input-error-size': 'var(--mantine-font-size-sm)' },
        description: { '--input-description-size': 'var(--mantine-font-size-sm)' },
      }),
    },
    SegmentedControl: {
      vars: () => ({ root: { '--sc-font-size': 'var(--mantine-font-size-md)', '--sc-padding': '11px 16px' } }),
    },
    Modal: {
      styles: { title: { fontSize: 'var(--mantine-font-size-lg)', fontWeight: 650 } },
      defaultProps: { centered: true, transitionProps: { duration: 120 }, overlayProps: { opacity: 0.5 } },
    },
    Drawer: { defaultProps: { transitionProps: { duration: 150 } } },
    Menu: { defaultProps: { transitionProps: { duration: 100 } } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300, transitionProps: { duration: 100 } } },
    Paper: { defaultProps: { withBorder: true } },
  },
})

/** Mantine's muted texts miss AA on our backgrounds, so these are ours. `--cf-page` lies behind the white panels. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--cf-page': '#f3f6f5',
    '--cf-ink': '#17211f',
    '--mantine-color-text': '#17211f',
    '--mantine-color-dimmed': '#52605d',
    '--mantine-color-placeholder': '#66736f',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-default-border': '#c9d3d0',
    '--cf-good': '#0f665a',
    '--cf-good-soft': '#e2f2ef',
    '--cf-warn': '#7a4f00',
    '--cf-warn-soft': '#fdf1d8',
    '--cf-bad': '#b3261e',
    '--cf-bad-soft': '#fdeceb',
  },
  dark: {
    '--cf-page': '#0f1514',
    '--cf-ink': '#eef3f2',
    '--mantine-color-text': '#e6ebea',
    '--mantine-color-body': '#161d1c',
    '--mantine-color-dimmed': '#a7b2af',
    '--mantine-color-placeholder': '#95a19e',
    '--mantine-color-error': '#ff9b93',
    '--cf-good': '#74c2b3',
    '--cf-good-soft': '#12332e',
    '--cf-warn': '#f2c46d',
    '--cf-warn-soft': '#3a2c0f',
    '--cf-bad': '#ff9b93',
    '--cf-bad-soft': '#43201d',
  },
})
