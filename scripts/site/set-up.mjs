import buildSite from '../site.mjs';
import { installBrowser } from './browser.mjs';

/** Installs the browser and builds the site. `SITE_BUILT=1` tests the site that was built before. */
export default async function setUp() {
  await installBrowser();
  if (process.env.SITE_BUILT !== '1') await buildSite();
}
