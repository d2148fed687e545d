/** An event as CloudEvents 1.0 writes it in JSON. https://github.com/cloudevents/spec */
export interface CloudEvent<Data = unknown> {
  specversion: '1.0';
  id: string;
  /** Reverse-DNS, e.g. `dev.codemonkeys.heal.attempt`. */
  type: string;
  /** URI reference of what it happened in, e.g. `/repositories/<name>/heal/<run>`. */
  source: string;
  subject?: string;
  time: string;
  datacontenttype: 'application/json';
  data: Data;
}
