// The load, in a process of its own. Asked by rig/workbench.ts.
import { answer } from '../rig/ipc.js';
import { sendClosed, sendOpen, type ClosedLoad, type OpenLoad } from './load.js';

answer((load: ClosedLoad | OpenLoad) => ('messages' in load ? sendClosed(load) : sendOpen(load)));
