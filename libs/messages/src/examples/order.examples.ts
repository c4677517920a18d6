/** An order in India: 400 + 20 tax + 10 shipping - 30 discount, in hundredths of a rupee. */
export const ORDER_DETAILS = {
  reference_id: 'order-42',
  type: 'physical-goods',
  currency: 'INR',
  total_amount: { value: 40000, offset: 100 },
  payment_settings: [
    {
      type: 'payment_gateway',
      payment_gateway: { type: 'razorpay', configuration_name: 'store-payments' },
    },
  ],
  order: {
    status: 'pending',
    items: [
      {
        retailer_id: 'tea-250',
        name: 'Tea, 250 g',
        amount: { value: 20000, offset: 100 },
        quantity: 2,
        country_of_origin: 'India',
        importer_name: 'Example Imports',
        importer_address: {
          address_line1: '1 Example Street',
          city: 'Bengaluru',
          zone_code: 'KA',
          postal_code: '560001',
          country_code: 'IN',
        },
      },
    ],
    subtotal: { value: 40000, offset: 100 },
    tax: { value: 2000, offset: 100, description: 'GST' },
    shipping: { value: 1000, offset: 100, description: 'Courier' },
    discount: { value: 3000, offset: 100, description: 'Festival discount' },
  },
} as const;

/** What became of that order. */
export const ORDER_STATUS = {
  reference_id: 'order-42',
  order: { status: 'shipped', description: 'It arrives tomorrow.' },
} as const;
