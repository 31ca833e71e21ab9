/** Tokens that are known by how they begin, whole or cut; each for the service that gives it out. */
export const TOKENS = [
  // Amazon Web Services
  String.raw`(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ANVA)[A-Z0-9]{12,}`,
  // Google
  String.raw`AIza[\w-]{20,}|ya29\.[\w-]{10,}|GOCSPX-[\w-]{10,}`,
  // GitHub, GitLab
  String.raw`gh[pousr]_\w{16,}|github_pat_\w{16,}|gl(?:pat|ptt|dt|rt|cbt|oas)-[\w-]{16,}`,
  // Webhooks, whose address is the key: Slack, Discord, Microsoft Teams
  String.raw`hooks\.slack\.com\/\S+|discord(?:app)?\.com\/api\/webhooks\/\S+|webhook\.office\.com\/\S+`,
  // Slack, Telegram, Twilio, Mailgun, SendGrid
  String.raw`xox[abeoprs]-[\w-]{10,}|xoxe\.[\w.-]{10,}|xapp-[\w-]{10,}`,
  String.raw`\d{8,10}:AA[\w-]{30,}|\bSK[0-9a-f]{32}\b|\bkey-[0-9a-f]{32}\b|SG\.[\w-]{10,}\.[\w-]{10,}`,
  // Stripe, OpenAI, Anthropic, Hugging Face
  String.raw`[srp]k_(?:live|test)_\w{10,}|whsec_\w{10,}|\bsk-[\w-]{20,}|\bhf_[A-Za-z]{30,}`,
  // Registries: npm, PyPI, Docker, RubyGems
  String.raw`npm_\w{20,}|pypi-[\w-]{20,}|dckr_pat_[\w-]{16,}|rubygems_[0-9a-f]{20,}`,
  // Vault, Grafana, New Relic, DigitalOcean, Shopify, Atlassian, Databricks, age
  String.raw`\bhv[bsr]\.[\w-]{16,}|gl(?:sa|c)_[\w=+/]{20,}|NRAK-[A-Z0-9]{16,}|do[opr]_v1_[0-9a-f]{16,}`,
  String.raw`shp(?:at|ca|pa|ss)_[0-9a-fA-F]{16,}|ATATT3x[\w=-]{16,}|\bdapi[0-9a-f]{32}|AGE-SECRET-KEY-1\w+`,
  // Notion, Groq, Linear, Figma, Replicate, PlanetScale, Square, Mailchimp
  String.raw`\b(?:secret|ntn|gsk|sbp)_[A-Za-z0-9]{30,}|\b(?:lin_api|lin_oauth|figd|r8|pscale_(?:tkn|pw|oauth))_[\w-]{20,}`,
  String.raw`\bsq0[a-z]{3}-[\w-]{20,}|\b[0-9a-f]{32}-us\d{1,2}\b`,
  // Refresh tokens of Google, secrets of Azure, PASETO, Terraform
  String.raw`\b1\/\/0[\w-]{20,}|\w{3}[78]Q~[\w.~-]{30,}|\bv[1-4]\.(?:local|public)\.[\w-]{20,}|\w{14}\.atlasv1\.[\w-]{20,}`,
  // Hashes of passwords: bcrypt, crypt, argon2
  String.raw`\$(?:2[abxy]?|[156y]|apr1|argon2i?d?|scrypt)\$[\w./$=,+-]{20,}`,
  // A JSON Web Token
  String.raw`eyJ[\w-]{6,}(?:\.[\w-]*){0,4}`,
] as const;
