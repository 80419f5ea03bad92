/** What the registry knows of a document or of a few stated fields. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.verification;
