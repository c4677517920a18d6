import type { Engine, Fields } from '../engine.js';
import type { HealthWatch } from '../health-watch.js';
import type { Statement, Tuple } from '../step.js';

/** An engine for what runs outside the group commit: what its statements find out about its health is noted. */
export class WatchedEngine implements Pick<
  Engine,
  'dialect' | 'feedBase' | 'run' | 'read' | 'tuples'
> {
  constructor(
    private readonly engine: Engine,
    private readonly watch: HealthWatch,
  ) {}

  get dialect(): Engine['dialect'] {
    return this.engine.dialect;
  }

  get feedBase(): number {
    return this.engine.feedBase;
  }

  async run(statements: readonly Statement[]): Promise<readonly (readonly Tuple[])[]> {
    try {
      return await this.engine.run(statements);
    } catch (error) {
      throw this.watch.note(error);
    }
  }

  async read(statement: Statement): Promise<readonly Fields[]> {
    try {
      return await this.engine.read(statement);
    } catch (error) {
      throw this.watch.note(error);
    }
  }

  async tuples(statement: Statement): Promise<readonly Tuple[]> {
    try {
      return await this.engine.tuples(statement);
    } catch (error) {
      throw this.watch.note(error);
    }
  }
}
