import 'reflect-metadata';
import { plainToInstance, Transform, Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  Min,
  validateSync,
} from 'class-validator';
import { join } from 'node:path';
import { BootError } from './boot-error.js';

/** The levels of the log, the most urgent first; each includes those before it. */
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'log', 'debug', 'verbose'] as const;
const LOG_FORMATS = ['text', 'json'] as const;
const PORT_RULE = 'PORT must be a whole number from 0 to 65535.';
const RETENTION_RULE = 'RETENTION_DAYS must be a whole number from 1 to 3650.';
const CALLBACK_RETENTION_RULE = 'CALLBACK_RETENTION_DAYS must be a whole number from 1 to 3650.';
const SWITCH = new Map<unknown, boolean>([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
]);

type LogLevelSetting = (typeof LOG_LEVELS)[number];

type LogFormat = (typeof LOG_FORMATS)[number];

/** The settings, as `.env.example` describes them. An empty variable counts as unset. */
export class Environment {
  /** The port of the API; 0 takes any free one. */
  @Type(() => Number)
  @IsInt({ message: PORT_RULE })
  @Min(0, { message: PORT_RULE })
  @Max(65535, { message: PORT_RULE })
  readonly PORT: number = 3000;

  /** The address to listen on. */
  @IsString()
  readonly HOST: string = '127.0.0.1';

  /** Where messages, senders and keys are kept; `waypost.db` in DATA_DIR if left out. */
  @Matches(/^(sqlite:.|postgres(ql)?:\/\/.)/, {
    message:
      'DATABASE_URL must begin with "sqlite:" and a file, or with "postgres://"; left out, it is waypost.db in DATA_DIR.',
  })
  readonly DATABASE_URL: string;

  /** The file with the senders. Without it, `npm start` runs in demo mode. */
  @IsOptional()
  @IsString()
  readonly SENDERS_FILE?: string;

  /** The API key given from outside. Without it, one is made at the first start. */
  @IsOptional()
  @Matches(/^wp_[\x21-\x7e]{32,}$/, {
    message:
      'BOOTSTRAP_API_KEY must be wp_ followed by at least 32 characters without spaces; "openssl rand -hex 24" makes such a text.',
  })
  readonly BOOTSTRAP_API_KEY?: string;

  /** What stored credentials are encrypted with. Without it, a key file is made in DATA_DIR. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/, {
    message: 'SECRET_KEY must be 32 bytes in base64; "openssl rand -base64 32" makes one.',
  })
  readonly SECRET_KEY?: string;

  /** Where the vendors reach this gateway, for their callbacks. */
  @IsOptional()
  @IsUrl(
    {
      protocols: ['http', 'https'],
      require_protocol: true,
      require_tld: false,
      disallow_auth: true,
      allow_fragments: false,
      allow_query_components: false,
    },
    {
      message:
        'PUBLIC_URL must be a URL such as https://waypost.example.com, without credentials and query.',
    },
  )
  readonly PUBLIC_URL?: string;

  /** Whether providers and webhooks may be called on private, loopback and link-local addresses and without TLS. */
  @Transform(({ value }: { value: unknown }) => SWITCH.get(value) ?? value)
  @IsBoolean({ message: 'ALLOW_PRIVATE_EGRESS must be true or false.' })
  readonly ALLOW_PRIVATE_EGRESS: boolean = false;

  /** Whether the files that users send are fetched from the vendor and kept in DATA_DIR. */
  @Transform(({ value }: { value: unknown }) => SWITCH.get(value) ?? value)
  @IsBoolean({ message: 'MEDIA_DOWNLOAD must be true or false.' })
  readonly MEDIA_DOWNLOAD: boolean = false;

  /** The folder for what the gateway itself keeps. */
  @IsString()
  readonly DATA_DIR: string = 'data';

  /** For how many days settled messages and events are kept. */
  @Type(() => Number)
  @IsInt({ message: RETENTION_RULE })
  @Min(1, { message: RETENTION_RULE })
  @Max(3650, { message: RETENTION_RULE })
  readonly RETENTION_DAYS: number = 90;

  /** For how many days callbacks are kept that were applied, and what they say of messages that are not ours. */
  @Type(() => Number)
  @IsInt({ message: CALLBACK_RETENTION_RULE })
  @Min(1, { message: CALLBACK_RETENTION_RULE })
  @Max(3650, { message: CALLBACK_RETENTION_RULE })
  readonly CALLBACK_RETENTION_DAYS: number = 7;

  /** How much is logged. */
  @IsIn(LOG_LEVELS, { message: `LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.` })
  readonly LOG_LEVEL: LogLevelSetting = 'log';

  /** `text` for people, `json` for collectors. */
  @IsIn(LOG_FORMATS, { message: `LOG_FORMAT must be one of ${LOG_FORMATS.join(', ')}.` })
  readonly LOG_FORMAT: LogFormat = 'text';

  /** Node's own switch; under `production` the demo mode is refused. */
  @IsOptional()
  @IsString()
  readonly NODE_ENV?: string;
}

/**
 * The settings out of the environment's variables, defaults filled in.
 * @throws BootError with all problems at once, naming the variables and never a value
 */
export function validateEnvironment(variables: Readonly<Record<string, unknown>>): Environment {
  const given = Object.fromEntries(
    SETTINGS.filter((name) => !isEmpty(variables[name])).map((name) => [name, variables[name]]),
  );
  const folder = typeof given.DATA_DIR === 'string' ? given.DATA_DIR : 'data';
  given.DATABASE_URL ??= `sqlite:${join(folder, 'waypost.db')}`;
  const environment = plainToInstance(Environment, given, { exposeDefaultValues: true });
  const errors = validateSync(environment, {
    stopAtFirstError: true,
    validationError: { target: false, value: false },
  });
  const problems = errors.flatMap(({ constraints }) => Object.values(constraints ?? {}));
  problems.push(...missingBesidePostgres(environment));
  if (problems.length === 0) return environment;
  throw new BootError('The settings are wrong; see .env.example:', problems);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && value.trim() === '');
}

// What is made at the first start of a single process would be made by every replica for itself.
function missingBesidePostgres(environment: Environment): string[] {
  if (!environment.DATABASE_URL.startsWith('postgres')) return [];
  const needed = ['SECRET_KEY', 'BOOTSTRAP_API_KEY'] as const;
  return needed
    .filter((name) => environment[name] === undefined)
    .map((name) => `${name} must be set when DATABASE_URL names PostgreSQL.`);
}

const SETTINGS = [
  'PORT',
  'HOST',
  'DATABASE_URL',
  'SENDERS_FILE',
  'BOOTSTRAP_API_KEY',
  'SECRET_KEY',
  'PUBLIC_URL',
  'ALLOW_PRIVATE_EGRESS',
  'MEDIA_DOWNLOAD',
  'DATA_DIR',
  'RETENTION_DAYS',
  'CALLBACK_RETENTION_DAYS',
  'LOG_LEVEL',
  'LOG_FORMAT',
  'NODE_ENV',
] as const satisfies readonly (keyof Environment)[];
