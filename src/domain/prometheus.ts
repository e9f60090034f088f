import { type Figures, HOPS, type Hop } from './figures.ts';

const QUANTILES = [0.5, 0.95, 0.99];

/** The figures of a tail in Prometheus' text format; durations are seconds, as its conventions ask. */
export function prometheusText(figures: Figures): string {
  const { counts, byType, latencies } = figures;
  const types = [...byType].map(([type, count]) => [`type="${escaped(type)}"`, count] as const);
  return [
    ...metric('events_total', 'counter', 'Events shown, by type.', types),
    ...metric('undecodable_total', 'counter', 'Messages without a readable event.', [
      ['', counts.undecodable],
    ]),
    ...metric('duplicates_total', 'counter', 'Events seen before.', [['', counts.duplicates]]),
    ...metric('redeliveries_total', 'counter', 'Events of messages handed out before.', [
      ['', counts.redeliveries],
    ]),
    ...metric('out_of_order_total', 'counter', 'Events older than one of the same key.', [
      ['', counts.outOfOrder],
    ]),
    ...metric('reconnects_total', 'counter', 'Links that were lost and came back.', [
      ['', counts.reconnects],
    ]),
    ...metric('filtered_total', 'counter', 'Messages of which no event passed the filters.', [
      ['', counts.filtered],
    ]),
    ...metric('dead_lettered_total', 'counter', 'Put aside in the dead-letter file.', [
      ['', counts.deadLettered],
    ]),
    ...metric('refused_total', 'counter', 'Events that a receiver or command did not take.', [
      ['', counts.refused],
    ]),
    ...linkGauges(figures),
    ...summaries(latencies),
    '',
  ].join('\n');
}

/** What an alarm for a tail that has gone quiet looks at. */
function linkGauges({ links, lastEventAtMs }: Figures): string[] {
  const labelled = [...links].map(
    ([source, link]) => [source === '' ? '' : `source="${escaped(source)}"`, link] as const,
  );
  const up = labelled.map(([label, { isUp }]) => [label, isUp ? 1 : 0] as const);
  const contacts = labelled.flatMap(([label, { lastContactAtMs: ms }]) =>
    ms === undefined ? [] : [[label, ms / 1000] as const],
  );
  const eventAtMs = lastEventAtMs();
  const contactHelp = 'When the service last answered a poll, or pushed.';
  return [
    ...metric('link_up', 'gauge', 'Whether the link to a source is good.', up),
    ...metric('last_contact_timestamp_seconds', 'gauge', contactHelp, contacts),
    ...metric(
      'last_event_timestamp_seconds',
      'gauge',
      'When the last event came.',
      eventAtMs === undefined ? [] : [['', eventAtMs / 1000]],
    ),
  ];
}

function metric(
  name: string,
  type: string,
  help: string,
  samples: readonly (readonly [labels: string, value: number])[],
): string[] {
  const lines = samples.map(([labels, value]) => `ossnotify_${name}${labels ? `{${labels}}` : ''} ${value}`);
  return [`# HELP ossnotify_${name} ${help}`, `# TYPE ossnotify_${name} ${type}`, ...lines];
}

function summaries(latencies: Figures['latencies']): string[] {
  const name = 'ossnotify_latency_seconds';
  return [
    `# HELP ${name} How long each hop of an event took.`,
    `# TYPE ${name} summary`,
    ...HOPS.flatMap((hop) => summary(name, hop, latencies)),
  ];
}

function summary(name: string, hop: Hop, latencies: Figures['latencies']): string[] {
  const label = `hop="${hop.replaceAll(' ', '_')}"`;
  const scale = latencies[hop];
  const quantiles = QUANTILES.flatMap((quantile) => {
    const ms = scale.percentile(quantile);
    return ms === undefined ? [] : [`${name}{${label},quantile="${quantile}"} ${ms / 1000}`];
  });
  return [
    ...quantiles,
    `${name}_sum{${label}} ${scale.sum / 1000}`,
    `${name}_count{${label}} ${scale.count}`,
  ];
}

function escaped(text: string): string {
  return text.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n');
}
