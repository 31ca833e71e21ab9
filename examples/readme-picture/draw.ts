// Writes rollback.svg, the picture in the README: `npm run picture`.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readmePicture } from './picture.js';

const file = path.join(import.meta.dirname, 'rollback.svg');
writeFileSync(file, readmePicture());
console.log(`wrote ${path.relative(process.cwd(), file)}`);
