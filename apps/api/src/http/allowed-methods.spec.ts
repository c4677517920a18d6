import { describe, expect, it } from '@jest/globals';
import { AllowedMethods } from './allowed-methods.js';

describe('AllowedMethods', () => {
  const allowed = new AllowedMethods();
  allowed.add({ method: 'POST', url: '/v1/messages' });
  allowed.add({ method: ['GET', 'HEAD'], url: '/v1/messages' });
  allowed.add({ method: 'GET', url: '/v1/messages/:id' });
  allowed.add({ method: 'GET', url: '/docs/*' });

  it.each([
    ['/v1/messages', ['GET', 'HEAD', 'POST']],
    ['/v1/messages?after=1', ['GET', 'HEAD', 'POST']],
    ['/v1/messages/', []],
    ['/v1/messages/msg_1', ['GET']],
    ['/v1/messages/msg_1/x', []],
    ['/v2/messages', []],
    ['/docs/missing.js', []],
  ])('says what %s answers', (url, methods) => {
    expect(allowed.of(url)).toEqual(methods);
  });

  it('takes a dot in a path for a dot', () => {
    const files = new AllowedMethods();
    files.add({ method: 'GET', url: '/openapi.json' });
    expect(files.of('/openapi_json')).toEqual([]);
  });
});
