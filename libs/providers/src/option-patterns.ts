/** A part of a path that needs no escaping, such as an account's id. */
export const PATH_SEGMENT = /^[\w-]+$/;

/** A phone number in E.164, with or without `+`. */
export const E164 = /^\+?[1-9]\d{6,14}$/;

/** ASCII without spaces, as a credential in a header must be. */
export const VISIBLE = /^[\x21-\x7e]+$/;

/** For `IsUrl`: an address to which a path is added, without credentials, query and fragment. */
export const PLAIN_URL = {
  protocols: ['http', 'https'],
  require_protocol: true,
  require_tld: false,
  disallow_auth: true,
  allow_fragments: false,
  allow_query_components: false,
};

/** What is said of an address that is none. */
export const PLAIN_URL_MESSAGE =
  'baseUrl must be an http or https address without query, such as https://api.example.com';

/** A host name, or `*.` and one of at least two parts. */
export const HOST = /^(\*\.)?([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z][a-z\d-]*$/i;

/** What is said of hosts that are none. */
export const MEDIA_HOSTS_MESSAGE =
  'mediaHosts must be a list of host names, such as files.example.com or *.files.example.com';
