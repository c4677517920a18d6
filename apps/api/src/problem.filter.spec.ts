import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { BadGatewayException, Controller, Get, Logger } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { StoreClosed } from 'waypost/store';
import { createAdapter } from './http/adapter.js';
import { AllowedMethods } from './http/allowed-methods.js';
import { ProblemFilter } from './problem.filter.js';

@Controller()
class FailingController {
  @Get('bug')
  fail(): never {
    throw new TypeError('Cannot read properties of secret');
  }

  @Get('nest')
  failAsNest(): never {
    throw new BadGatewayException('secret');
  }

  @Get('closed')
  failAsClosed(): never {
    throw new StoreClosed();
  }
}

describe('ProblemFilter', () => {
  let app: NestFastifyApplication;
  const error = jest.fn();

  beforeEach(async () => {
    error.mockClear();
    const module = await Test.createTestingModule({ controllers: [FailingController] })
      .setLogger({ log: jest.fn(), warn: jest.fn(), error })
      .compile();
    app = module.createNestApplication<NestFastifyApplication>(createAdapter({}));
    app.useGlobalFilters(new ProblemFilter(new AllowedMethods()));
    await app.init();
  });

  afterEach(async () => {
    await app.close();
    Logger.overrideLogger(true);
  });

  it.each(['/bug', '/nest'])('tells nothing of what failed inside at %s', async (url) => {
    const response = await app.inject({ method: 'GET', url });
    expect(response.statusCode).toBe(500);
    expect(response.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(response.json()).toMatchObject({ code: 'internal_error', status: 500 });
    expect(response.body).not.toContain('secret');
  });

  it('logs what failed, with its place in the code', async () => {
    await app.inject({ method: 'GET', url: '/bug' });
    expect(JSON.stringify(error.mock.calls)).toMatch(
      /Cannot read properties.*problem\.filter\.spec/,
    );
  });

  it('asks to repeat what outlasts the store of a stopping gateway, and finds no fault with it', async () => {
    const response = await app.inject({ method: 'GET', url: '/closed' });
    expect(response.statusCode).toBe(503);
    expect(response.headers['retry-after']).toBe('1');
    expect(response.json()).toMatchObject({ code: 'shutting_down' });
    expect(error).not.toHaveBeenCalled();
  });
});
