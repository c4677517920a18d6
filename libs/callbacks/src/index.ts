export { InboundDesk, type InboundSurroundings } from './inbound/inbound-desk.js';
export { viewInbound, type InboundView, type MediaView } from './inbound/inbound-view.js';
