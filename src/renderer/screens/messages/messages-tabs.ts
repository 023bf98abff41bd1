/** The tabs of the section, in their order; the first is where one looks when something is wrong. */
export const tabs = ['health', 'providers', 'routes', 'templates', 'limits'] as const
export type MessagesTab = (typeof tabs)[number]
