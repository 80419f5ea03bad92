/** The description of the REST API (OpenAPI 3.1), generated from the dispatch table and the proto comments. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.openapi;
