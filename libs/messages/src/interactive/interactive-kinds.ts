import { variants, type ObjectOf } from '../validation/shape.js';
import { ButtonInteractive } from './button.dto.js';
import { CarouselInteractive } from './carousel.dto.js';
import { UrlInteractive } from './cta-url.dto.js';
import { FlowInteractive } from './flow.dto.js';
import { ListInteractive } from './list.dto.js';
import { OrderDetailsInteractive, OrderStatusInteractive } from './order.dto.js';
import { CatalogInteractive, ProductInteractive, ProductListInteractive } from './product.dto.js';
import {
  AddressInteractive,
  CallPermissionInteractive,
  ContactInfoInteractive,
  LocationRequestInteractive,
  VoiceCallInteractive,
} from './request.dto.js';

/** Every kind of interactive content, by its `type`. */
export const interactiveKinds = variants('type', {
  button: ButtonInteractive,
  list: ListInteractive,
  cta_url: UrlInteractive,
  flow: FlowInteractive,
  product: ProductInteractive,
  product_list: ProductListInteractive,
  catalog_message: CatalogInteractive,
  location_request_message: LocationRequestInteractive,
  address_message: AddressInteractive,
  order_details: OrderDetailsInteractive,
  order_status: OrderStatusInteractive,
  voice_call: VoiceCallInteractive,
  call_permission_request: CallPermissionInteractive,
  request_contact_info: ContactInfoInteractive,
  carousel: CarouselInteractive,
});

/** Content that the recipient can act upon. */
export type Interactive = ObjectOf<typeof interactiveKinds>;
