import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../load/target.js';
import { freePort } from '../rig/child.js';
import { findCommand } from '../rig/machine.js';
import { Unavailable, type Contestant } from './contestant.js';
import { CONNECTIONS, SENDER_PHONE, TEXT, TO } from './sample.js';

const VENDOR_PATH = '/kannel';

/** Kannel, the SMS gateway in C: accepted messages lie in its file spool, and go out through its HTTP SMSC. */
export const kannel: Contestant = {
  name: 'kannel',
  async start({ rig, vendorPort }) {
    const [bearerboxPath, smsboxPath] = ['bearerbox', 'smsbox'].map(findCommand);
    if (bearerboxPath === undefined || smsboxPath === undefined) {
      throw new Unavailable('bearerbox and smsbox are not installed');
    }
    const ports = await choosePorts();
    const folder = rig.makeFolder('bearerbox');
    const settings = join(folder, 'kannel.conf');
    rig.makeFolder('bearerbox/spool');
    writeFileSync(settings, configuration({ ...ports, vendor: vendorPort }, folder));
    const start = { role: 'gateway', args: ['-v', '3', settings] } as const;
    const bearerbox = rig.spawn(bearerboxPath, { ...start, name: 'bearerbox' });
    await bearerbox.listening(ports.smsbox);
    const smsbox = rig.spawn(smsboxPath, { ...start, name: 'smsbox' });
    await smsbox.listening(ports.sendsms);
    const request = get(`/cgi-bin/sendsms?${QUERY}`);
    const target = { port: ports.sendsms, request, messages: 1, connections: CONNECTIONS };
    return { target, vendorPath: VENDOR_PATH, gateway: [bearerbox, smsbox] };
  },
};

interface Ports {
  readonly admin: number;
  readonly smsbox: number;
  readonly smsc: number;
  readonly sendsms: number;
}

async function choosePorts(): Promise<Ports> {
  return {
    admin: await freePort(),
    smsbox: await freePort(),
    smsc: await freePort(),
    sendsms: await freePort(),
  };
}

const QUERY = [
  'username=bench',
  'password=bench',
  `from=${encodeURIComponent(SENDER_PHONE)}`,
  // The placeholder must stay as it is.
  `to=${TO.replace('+', '%2B')}`,
  `text=${encodeURIComponent(TEXT)}`,
].join('&');

/** @see https://www.kannel.org/download/1.4.5/userguide-1.4.5/userguide.html */
function configuration(ports: Ports & { readonly vendor: number }, folder: string): string {
  return `
group = core
admin-port = ${ports.admin}
admin-interface = 127.0.0.1
admin-password = bench
smsbox-port = ${ports.smsbox}
smsbox-interface = 127.0.0.1
box-allow-ip = 127.0.0.1
store-type = spool
store-location = ${folder}/spool
log-level = 3

group = smsc
smsc = http
smsc-id = vendor
system-type = generic
port = ${ports.smsc}
send-url = "http://127.0.0.1:${ports.vendor}${VENDOR_PATH}?to=%p&from=%P&text=%b"
status-success-regex = "messages"
max-pending-submits = 50

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = ${ports.sendsms}
sendsms-interface = 127.0.0.1
log-level = 3

group = sendsms-user
username = bench
password = bench
`;
}
