/** Electronic signatures on documents: what was signed, by whom, and whether this gateway recognises it. */
package org.tradeseal.gateway.signature;
