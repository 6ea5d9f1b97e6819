import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CreatedMetric, createdMetrics } from './instruments.js';

const root = join(import.meta.dirname, '..', '..');

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const dashboard = JSON.parse(readFileSync(join(root, 'examples', 'grafana-dashboard.json'), 'utf8')) as {
  readonly panels: readonly Panel[];
};
const queries = dashboard.panels.flatMap(({ title, targets = [] }) => targets.map((target) => ({ title, ...target })));

const unitWords: Readonly<Record<string, string>> = { s: '_seconds', By: '_bytes' };

/**
 * The names of the series of a metric in Prometheus. A unit in braces is not in the name.
 * Source: https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/.
 */
function seriesOf({ name, kind, unit }: CreatedMetric): string[] {
  const base = `${name.replaceAll('.', '_')}${unitWords[unit] ?? ''}`;
  if (kind === 'counter') return [`${base}_total`];
  if (kind === 'upDownCounter') return [base];
  return ['_bucket', '_sum', '_count'].map((suffix) => base + suffix);
}

/** The attributes in the source of the instrumentation. */
function attributesOf(): string[] {
  const folder = join(root, 'lib', 'opentelemetry');
  const text = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  return [...text.join('\n').matchAll(/'([a-z]+(?:\.[a-z_]+)+)':/g)].map(([, name = '']) => name);
}

const metrics = createdMetrics();
const series = new Set(metrics.flatMap(seriesOf));
const labels = new Set(attributesOf().map((name) => name.replaceAll('.', '_')));

describe('the dashboard for Grafana', () => {
  it('queries only metrics and attributes that the instrumentation has', () => {
    expect(queries.length).toBeGreaterThan(10);
    for (const { title, expr } of queries) {
      const names = expr.match(/[a-z]+_[a-z_]+/g)?.filter((name) => !functions.has(name)) ?? [];
      const unknown = names.filter((name) => !series.has(name) && !labels.has(name));
      expect(unknown, title).toEqual([]);
      expect(
        names.some((name) => series.has(name)),
        title,
      ).toBe(true);
    }
  });

  it('shows only attributes by which the query groups', () => {
    for (const { title, expr, legendFormat } of queries) {
      for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) {
        expect(expr.match(/by \(([^)]*)\)/)?.[1]?.split(', '), title).toContain(label);
      }
    }
  });

  it('shows each metric', () => {
    const text = queries.map(({ expr }) => expr).join('\n');
    const missing = metrics.filter((metric) => !seriesOf(metric).some((name) => text.includes(name)));
    expect(missing).toEqual([]);
  });

  it('has panels with different ids that do not overlap', () => {
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });
});

/** Functions and variables of PromQL with the form of a name. */
const functions = new Set(['histogram_quantile', '__rate_interval', '_rate_interval', 'rate_interval']);

describe('the page on telemetry', () => {
  const page = readFileSync(join(root, 'docs', 'telemetry.md'), 'utf8');

  it.each(metrics)('has a row with the unit of $name', ({ name, unit }) => {
    expect(page).toContain(`| \`${name}\` |`);
    expect(page.split('\n').find((line) => line.startsWith(`| \`${name}\` |`))).toContain(`\`${unit}\``);
  });

  it('names each attribute', () => {
    expect(labels.size).toBeGreaterThan(10);
    expect([...new Set(attributesOf())].filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it('names each channel', () => {
    const source = readFileSync(join(root, 'lib', 'diagnostics-channels.ts'), 'utf8');
    const channels = [...source.matchAll(/'((?:tracing:)?winprogress:[\w:]+)':/g)].map(([, name = '']) => name);
    expect(channels).toHaveLength(14);
    expect(channels.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});

describe('the names of the metrics', () => {
  it('follow the rules of the semantic conventions: a namespace, lower case, and the unit apart', () => {
    for (const { name, unit, description } of metrics) {
      expect(name).toMatch(/^winprogress(\.[a-z]+){2}$/);
      expect(unit).toMatch(/^(s|By|\{[a-z]+\})$/);
      expect(description).not.toBe('');
    }
  });
});
