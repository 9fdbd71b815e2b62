/** The catalogue and the customers of a new shop. The password is the same for all: this is an example. */
import { hashPassword } from './passwords.js';

const sharedPassword = hashPassword('correct horse battery staple');

/** sku, name, category, price in cents, stock */
export const products = [
  ['kettle-1l', 'Kettle, 1 litre', 'kitchen', 2995, 40],
  ['kettle-2l', 'Kettle, 2 litres', 'kitchen', 3795, 25],
  ['toaster-2', 'Toaster, two slots', 'kitchen', 2499, 31],
  ['toaster-4', 'Toaster, four slots', 'kitchen', 4199, 12],
  ['pan-24', 'Pan, 24 cm', 'kitchen', 3349, 60],
  ['pan-28', 'Pan, 28 cm', 'kitchen', 3875, 54],
  ['knife-chef', "Chef's knife", 'kitchen', 5415, 18],
  ['board-oak', 'Oak cutting board', 'kitchen', 2235, 44],
  ['lamp-desk', 'Desk lamp', 'light', 4485, 22],
  ['lamp-floor', 'Floor lamp', 'light', 8925, 9],
  ['bulb-warm', 'Bulb, warm white', 'light', 349, 400],
  ['bulb-cold', 'Bulb, cold white', 'light', 329, 380],
  ['towel-s', 'Towel, small', 'bath', 795, 120],
  ['towel-l', 'Towel, large', 'bath', 1595, 90],
  ['mat-bath', 'Bath mat', 'bath', 1245, 70],
  ['soap-oat', 'Oat soap', 'bath', 415, 300],
  ['chair-oak', 'Oak chair', 'furniture', 12955, 14],
  ['stool-pine', 'Pine stool', 'furniture', 4645, 33],
  ['shelf-5', 'Shelf, five boards', 'furniture', 7365, 11],
  ['hook-brass', 'Brass hook', 'furniture', 675, 210],
];

/** id, e-mail, name, tier, password hash */
export const customers = [
  [1, 'ada@example.com', 'Ada', 'gold', sharedPassword],
  [2, 'grace@example.com', 'Grace', 'silver', sharedPassword],
  [3, 'linus@example.com', 'Linus', 'basic', sharedPassword],
  [4, 'barbara@example.com', 'Barbara', 'gold', sharedPassword],
  [5, 'edsger@example.com', 'Edsger', 'silver', sharedPassword],
  [6, 'radia@example.com', 'Radia', 'basic', sharedPassword],
];
