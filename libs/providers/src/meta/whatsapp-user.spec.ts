import { describe, expect, it } from '@jest/globals';
import { asPhone, Contacts, readUser as read } from './whatsapp-user.js';

describe('a phone number', () => {
  it.each(['919876500001', '+919876500001', '+91 98765-00001', '+91 (98765) 00001', 919876500001])(
    'is read from %j',
    (value) => {
      expect(asPhone(value)).toBe('+919876500001');
    },
  );

  it.each(['', 'Y2FwaV9ncm91cDox', 'IN.461449821882', '0919876500001', '1234567890123456', null])(
    'is not read from %j',
    (value) => {
      expect(asPhone(value)).toBeUndefined();
    },
  );
});

describe('a WhatsApp user', () => {
  const readUser = (phone: unknown, userId: unknown, contacts: unknown) =>
    read(phone, userId, new Contacts(contacts));
  const contacts = [
    { wa_id: '12025550143', profile: { name: 'First' } },
    { wa_id: '919876500001', user_id: 'IN.46', profile: { name: 'Second' } },
  ];
  const second = { phone: '+919876500001', userId: 'IN.46', name: 'Second' };

  it('is completed from the contact of the same number', () => {
    expect(readUser('919876500001', undefined, contacts)).toEqual(second);
  });

  it('is completed from the contact of the same id', () => {
    expect(readUser(undefined, 'IN.46', contacts)).toEqual(second);
  });

  it('is completed from the first contact that has the number or the id', () => {
    const [first, other] = contacts;
    expect(readUser('12025550143', 'IN.46', contacts).name).toBe('First');
    expect(readUser('12025550143', 'IN.46', [other, first]).name).toBe('Second');
    expect(readUser('12025550143', undefined, [first, { ...other, wa_id: '12025550143' }])).toEqual(
      { phone: '+12025550143', name: 'First' },
    );
  });

  it('takes nothing from the contacts of others', () => {
    expect(readUser('447700900123', undefined, contacts)).toEqual({ phone: '+447700900123' });
    expect(readUser(undefined, 'undefined', contacts)).toEqual({ userId: 'undefined' });
    expect(readUser('447700900123', undefined, [{ wa_id: 'x' }, { user_id: null }])).toEqual({
      phone: '+447700900123',
    });
    expect(readUser('a-group', undefined, [{ profile: { name: 'First' } }])).toEqual({});
  });

  it('is the only contact where nobody is named, and nobody where there are several', () => {
    expect(readUser(undefined, undefined, contacts.slice(1))).toEqual(second);
    expect(readUser(undefined, undefined, contacts)).toEqual({});
  });

  it('is nobody where the contacts are no list of objects', () => {
    expect(readUser(undefined, undefined, [null, 7, 'x'])).toEqual({});
    expect(readUser(undefined, undefined, 'x')).toEqual({});
  });
});
