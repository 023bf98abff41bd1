/**
 * The page every HTML mail stands in. It loads nothing from anywhere: no image, font, link or script. Colours are inline
 * for mail programs that drop `<style>`; the rest follow the reader's light or dark scheme. Slots are `{{name}}`.
 */
export const mailShell = `<!DOCTYPE html>
<html lang="{{lang}}" dir="{{dir}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>{{title}}</title>
<style>
:root { color-scheme: light dark; }
.code { font-variant-numeric: tabular-nums; font-feature-settings: "tnum"; }
@media (prefers-color-scheme: dark) {
  .page { background-color: #111418 !important; }
  .card { background-color: #1b2026 !important; border-color: #343c46 !important; }
  .ink { color: #f2f4f6 !important; }
  .soft { color: #b4bdc8 !important; }
  .code-box, .quote { background-color: #262d35 !important; border-color: #3d4753 !important; }
}
@media (max-width: 480px) {
  .card { padding: 24px 16px !important; }
  .code { font-size: 32px !important; }
}
</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:#f3f5f7;">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f3f5f7;">
<tr><td align="center" style="padding:24px 8px;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:560px;">
<tr><td class="card" dir="{{dir}}" align="{{side}}" style="padding:32px;background-color:#ffffff;border:1px solid #d9dfe5;border-radius:8px;text-align:{{side}};font-family:{{font}};font-size:16px;line-height:24px;color:#1a2027;">
{{body}}
</td></tr>
<tr><td class="soft" dir="{{dir}}" align="{{side}}" style="padding:16px 32px;text-align:{{side}};font-family:{{font}};font-size:13px;line-height:20px;color:#55606c;">
{{footer}}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`
