import type { Contents } from './runbook.js';
import { BUCKETS, INSTANCES, LEVELS, SERVICES, VERSIONS } from './sql.js';

/** Lines that are missing: zero errors then mean nothing. */
export const silences = {
  'pipeline-down': {
    title: 'Nobody logged a single line',
    means: 'In one of the windows the table holds no line of any service.',
    impact: 'Nobody can see anything: neither this release nor any incident. The verdict is inconclusive.',
    diagnose: [
      {
        text: 'See when anyone logged last.',
        sql: 'SELECT max(Timestamp) AS newest, now() AS server_now FROM otel_logs',
      },
      {
        text: 'See whether the table still takes data.',
        sql: "SELECT database, table, max(modification_time) AS newest_part FROM system.parts WHERE active AND table = 'otel_logs' GROUP BY database, table",
      },
      { text: 'Read the log of the collector: refused inserts, a full queue, no memory.' },
    ],
    do: [
      'Repair the pipeline (collector, queue, inserts into ClickHouse), then judge again.',
      'If the newest line is old and all is well elsewhere, this is the wrong table: --table, --database.',
      'Until then hold the rollout: nobody would see it fail.',
    ],
  },
  'service-never-seen': {
    title: 'The service has not one line',
    means: 'Others logged before the release, but not this service.',
    impact: 'The release is not judged. The verdict is inconclusive.',
    diagnose: [{ text: 'See who logs, under which name.', sql: SERVICES }],
    do: [
      'Check --service: it must be written as in the logs, capitals included.',
      'A new service has no past: nothing can be compared yet.',
      'Check that its logs reach the collector at all.',
    ],
  },
  'canary-matches-nothing': {
    title: 'The selector matches no line',
    means: 'The service logged before the release, but no line matches --canary.',
    impact: 'There is nothing to compare with. The verdict is inconclusive.',
    diagnose: [
      { text: 'See which hosts and versions there are.', sql: INSTANCES },
      { text: 'See since when each version logs.', sql: VERSIONS },
    ],
    do: [
      'Correct --canary: --canary host=NAME as it stands in the logs; * stands for anything.',
      'If the canary is new instances, name the old ones with --stable as well.',
    ],
  },
  'canary-silent': {
    title: 'The canary has not logged a single line',
    means: 'Since the release nothing came from the canary, while others were heard.',
    impact:
      'It may be dead, without traffic, or only its logs are lost. No errors here is no good sign. The verdict is inconclusive.',
    diagnose: [
      { text: 'See which instances log since the release.', sql: INSTANCES },
      { text: 'See whether the canary runs: its pods, restarts and health checks.' },
      { text: 'See whether it takes traffic, in the load balancer.' },
    ],
    do: [
      'If it crashed or does not start, roll back.',
      'If it takes no traffic, give it some, then judge again.',
      'If it serves well and only its logs are lost, repair the log agent on its hosts.',
      'Check --canary: a new pod may have a new name.',
    ],
  },
  'stopped-logging': {
    title: 'The canary fell silent before its window was over',
    means: 'It logged after the release and then no more, too long ago for a delay.',
    impact: 'It may have crashed or hang. The verdict is inconclusive.',
    diagnose: [
      { text: 'See the newest line of each instance.', sql: INSTANCES },
      { text: 'See whether the canary runs: its pods, restarts and health checks.' },
    ],
    do: [
      'If it crashed or hangs, roll back.',
      'If it runs and serves, repair the delivery of its logs and judge again.',
    ],
  },
  'lines-collapsed': {
    title: 'The canary hardly logs any more',
    means:
      'It writes less than a fifth of the usual lines of any level, or hardly a line beside the stable instances where it is new.',
    impact: 'Hardly anything was tried, so few errors mean nothing. The verdict is inconclusive.',
    diagnose: [
      { text: 'See when lines fell.', sql: BUCKETS },
      { text: 'See which levels are missing: perhaps only the log level was changed.', sql: LEVELS },
      { text: 'See whether it takes traffic, in the load balancer.' },
    ],
    do: [
      'If it gets no traffic or its requests hang, treat it as broken: roll back.',
      'If the release only logs less, judge by hand this once; the next release has the new level as its past.',
    ],
  },
  'lines-unknown': {
    title: 'Nobody counted the lines after the release',
    means: 'A recorded series holds lines of any level before the release, and none, or hardly any, after it.',
    impact: 'The canary may have done nothing, and then few errors mean nothing. The verdict is inconclusive.',
    diagnose: [{ text: 'See what was written as afterLines: one count a bucket, 0 where there was none.' }],
    do: [
      'Record afterLines as well, and judge again.',
      'Where lines are known on neither side, leave beforeLines out: then errors alone are judged.',
    ],
  },
  'lines-fell': {
    title: 'The canary logs less than half of the usual',
    means: 'It writes between a fifth and a half of the usual lines of any level.',
    impact: 'Less was tried, so errors may be fewer too. No pass is withheld for it.',
    diagnose: [
      { text: 'See when lines fell.', sql: BUCKETS },
      { text: 'See which levels are missing.', sql: LEVELS },
    ],
    do: ['See whether it takes its share of the traffic.', 'If traffic is low, wait longer: --wait 15m.'],
  },
  'counters-lost': {
    title: 'The collector lost counters',
    means:
      'canary-verdict collect says in its own table that counters came after the release which it did not count: series beyond --max-series, datagrams that the kernel dropped, batches that the spool had no room for, or what a killed one held; or it is not in the table for a while, so that nobody listened.',
    impact:
      'From one in a hundred on errors may be among them, and no pass is given. A rollback stands: what was counted is true.',
    diagnose: [
      {
        text: 'See when and on which host.',
        sql: "SELECT time, host, sum(count) AS lost FROM log_counts WHERE service = 'canary-verdict-collect' AND level = 'ERROR' GROUP BY time, host ORDER BY time",
      },
      {
        text: 'See which it is: overflow_total, kernel_drops_total or lost_batches_total in /metrics of the collector.',
      },
      {
        text: 'See whether it was there all the time: a row for each interval.',
        sql: "SELECT time, host, sum(heard) AS rows FROM log_counts WHERE service = 'canary-verdict-collect' AND level = 'INFO' GROUP BY time, host ORDER BY time",
      },
    ],
    do: [
      'Too many series: raise --max-series, or see which application makes up names, hosts or versions.',
      'Dropped by the kernel: allow the socket more with sysctl net.core.rmem_max=4194304, send several lines a datagram, or give the collector a core.',
      'It was not there: let systemd or Kubernetes start it again at once, and find out what killed it.',
      'Then judge again after the next release, or this one by hand.',
    ],
  },
  'control-silent': {
    title: 'The stable instances have too few data',
    means:
      'Instances were named with --stable, but less than half of the buckets after the release hold data of theirs.',
    impact: 'The canary is compared with its past alone; what happens to everyone may be blamed on it.',
    diagnose: [{ text: 'See which instances log since the release.', sql: INSTANCES }],
    do: ['Correct --stable.', 'Repair the delivery of their logs.'],
  },
  'after-not-covered': {
    title: 'Buckets after the release have no data',
    means: 'Some of the judged buckets hold no line where lines were due.',
    impact: 'Errors may hide there, so no pass is given. Errors that are seen still roll back.',
    diagnose: [
      { text: 'See where the holes are.', sql: BUCKETS },
      { text: 'See the newest line of each instance.', sql: INSTANCES },
    ],
    do: [
      'A hole at the end: data are late. Judge again in a few minutes with the same --released-at, or give a longer --max-lag.',
      'Holes in between: the pipeline loses lines, or the service hung.',
      'A service that seldom logs: give a wider --bucket.',
    ],
  },
  'late-data': {
    title: 'The last data had not come in',
    means: 'The end of the window was not delivered in time and was left out.',
    impact: 'A little less is judged. No pass is withheld for it.',
    diagnose: [{ text: 'See how old the newest lines are.', sql: INSTANCES }],
    do: [
      'If it happens often, give a longer --max-lag.',
      'If it is new, see what delays the pipeline: queues, batches, a slow ClickHouse.',
    ],
  },
  'heavy-read': {
    title: 'A judgement that reads far too much',
    means:
      'The server read many more rows than it counted, because the sorting key of the table does not lead to them.',
    impact: 'The verdict is right, but each judgement is slow and costs the server.',
    diagnose: [{ text: 'See the predicate and the parts it reads: run `canary-verdict doctor`.' }],
    do: [
      'Order the table by service and time, or put a projection or a view in front that is.',
      'Until then judge a shorter --before, and hold it in check with --max-rows.',
    ],
  },
  'levels-not-recognised': {
    title: 'Levels that are not understood',
    means:
      'Fewer than half of the lines carry a level that is understood. Or so many lost it with the release that a rollback may hide.',
    impact: 'Errors cannot be told from the rest: zero errors mean nothing. The verdict is inconclusive.',
    diagnose: [{ text: 'See which levels there are.', sql: LEVELS }],
    do: [
      'Name the column that holds the level: --columns level=NAME.',
      'If the release writes levels otherwise than before, put it right in its logging or in the parser of the collector.',
    ],
  },
} as const satisfies Contents;
