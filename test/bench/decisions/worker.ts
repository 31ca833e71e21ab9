// One process of the decision bench: measures each task that it is sent and sends the verdicts back.
import { measure, type Task } from './measure.js';

process.on('message', (task) => process.send?.(measure(task as Task)));
