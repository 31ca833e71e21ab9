import { Option, type Command } from 'commander';

/** The flags of `replay`. */
export function replayFlags(command: Command): Command {
  return command
    .argument('<file>', 'recorded series as NDJSON, .gz or not, or a saved report; - is stdin')
    .option('--sensitivity <factor>', 'how many times the median is too much (default: 2)')
    .option('--bucket <duration>', 'judge in wider buckets than the recorded ones (default: 30s where they are finer)')
    .option('--warm-up <duration>', 'left out after the release, while instances start (default: 30s)')
    .option('--early <mode>', 'on, off or eager: roll back before the window is over (default: on)')
    .addOption(new Option('--no-early', 'judge at the end of the window only'))
    .option('--plain', 'bare median × sensitivity: no floor, no cap, no evidence asked for')
    .addHelpText('after', REPLAY_HELP);
}

const REPLAY_HELP = `
A line:    {"id":7,"bucketSeconds":30,"before":[1,0,2],"after":[4,5,null]}, oldest bucket first, null where data are missing;
           and, where known, "exposureRatio":1, "control":{"after":[3,1,2],"exposureRatio":0.05}
Its verdict: {"id":7,"verdict":"rollback","at":90,"reasons":["early-rollback"]}; at is seconds after the release,
           id is the number of the line where none is given

Exit codes: 0 all were judged, 2 some could not be (they are told on stderr), 130 / 143 interrupted`;
