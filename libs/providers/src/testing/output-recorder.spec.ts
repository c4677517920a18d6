import { once } from 'node:events';
import process from 'node:process';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { outputOf } from './output-recorder.js';

afterEach(() => {
  jest.restoreAllMocks();
});

describe.each(['stdout', 'stderr'] as const)('outputOf', (name) => {
  const stream = process[name];

  it(`tells what is written to ${name}, and passes it on as it came`, async () => {
    const write = jest.spyOn(stream, 'write').mockReturnValue(false);
    const done = () => undefined;
    const bytes = Buffer.from('bytes');
    const output = await outputOf(() => {
      expect(stream.write('text', 'utf8', done)).toBe(false);
      stream.write(bytes);
      return Promise.resolve();
    });
    expect(output).toBe('text\nbytes');
    expect(write.mock.calls).toEqual([['text', 'utf8', done], [bytes]]);
  });

  it(`passes on what others write to ${name}, as a test runner its results, and tells nothing of it`, async () => {
    const write = jest.spyOn(stream, 'write').mockReturnValue(true);
    const turn = new EventTarget();
    const result = '5. survives its documented answers: failed';
    const others = once(turn, 'turn').then(() => stream.write(result));
    const output = await outputOf(async () => {
      turn.dispatchEvent(new Event('turn'));
      await others;
    });
    expect(output).toBe('');
    expect(write.mock.calls).toEqual([[result]]);
  });
});

describe('outputOf', () => {
  it('tells what the console is given, a text as it stands', async () => {
    const output = await outputOf(() => {
      console.warn('two\nlines', { deep: { secret: 'sk_1' } });
      return Promise.resolve();
    });
    expect(output).toBe("two\nlines\n{ deep: { secret: 'sk_1' } }");
  });
});
