import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { LabelledCount } from './labelled-count.js';

describe('a counter with labels', () => {
  function counter() {
    const registry = new Registry();
    const about = { name: 'visits_total', help: 'Visits.', labelNames: ['door', 'outcome'] };
    const lines = async () =>
      (await registry.metrics()).split('\n').filter((line) => line.startsWith('visits_total{'));
    return { count: new LabelledCount({ ...about, registers: [registry] }), lines };
  }

  it('tells what was counted by its labels, however often it is read', async () => {
    const { count, lines } = counter();
    count.inc('front', 'in');
    count.inc('front', 'in');
    count.inc('front', 'refused');
    count.inc('back', 'in');
    const told = [
      'visits_total{door="front",outcome="in"} 2',
      'visits_total{door="front",outcome="refused"} 1',
      'visits_total{door="back",outcome="in"} 1',
    ];
    expect((await lines()).toSorted()).toEqual(told.toSorted());
    expect((await lines()).toSorted()).toEqual(told.toSorted());
  });

  it('goes on after it was read', async () => {
    const { count, lines } = counter();
    count.inc('front', 'in');
    await lines();
    count.inc('front', 'in');
    expect(await lines()).toEqual(['visits_total{door="front",outcome="in"} 2']);
  });
});
