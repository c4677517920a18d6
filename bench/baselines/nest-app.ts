import 'reflect-metadata';
import { ValidationPipe, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { exitWithParent } from '../rig/ipc.js';
import { settings } from './settings.js';

/** Serves a module the way Nest's documentation shows it: on Express, with a global ValidationPipe. */
export async function serve(module: Type): Promise<void> {
  const app = await NestFactory.create<NestExpressApplication>(module, {
    logger: ['error', 'warn'],
  });
  app.useGlobalPipes(new ValidationPipe({ transform: true, whitelist: true }));
  exitWithParent();
  await app.listen(settings().port, '127.0.0.1');
}
