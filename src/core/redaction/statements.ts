import { DONE, NAMES, QUOTED } from './names.js';

/** Clients of registries and clouds that log in with `-p`. */
const CLIENTS = 'docker|podman|nerdctl|helm|oras|skopeo|az';

/** Secrets in statements of SQL and in command lines, which name them by their place. */
export const STATEMENTS = {
  'password of an account': String.raw`(\bidentified\s(?:with\s\w+\s)?by\s(?:password\s)?)(?:${QUOTED})`,
  'row with a secret column': String.raw`(\binsert\s+into\s[^()]{1,200}\([^()]{0,500}${NAMES}[^()]{0,500}\)\s*values\s*)${DONE}[^\r\n]+`,
  'key of a unique index': String.raw`(\bkey \([^()]{0,200}${NAMES}[^()]{0,200}\)=\()${DONE}[^)\r\n]+`,
  'user and password for curl': String.raw`((?:\s-u|--(?:proxy-)?user)[\s=]{1,3}["']?[^\s:"']{1,100}:)${DONE}[^\s"']+`,
  'password for a client': String.raw`(\b(?:mysql|mariadb|sshpass)\w{0,10}\s(?:[^\r\n]{0,100}?\s)?-p\s?)${DONE}[^\s"'-]\S*`,
  'password for a log-in': String.raw`(\b(?:${CLIENTS})\s(?:[^\r\n]{0,50}?\s)?login\s(?:[^\r\n]{0,100}?\s)?-p\s)${DONE}[^\s"'-]\S*`,
  'password for Redis': String.raw`(\bredis-cli\s(?:[^\r\n]{0,100}?\s)?-a\s)${DONE}[^\s"'-]\S*`,
  'user and password for Oracle': String.raw`(:(?:thin|oci8?):|\bsqlplus\s(?:-\w+\s)?)[^\s@]{1,200}(?=@)`,
} as const;
