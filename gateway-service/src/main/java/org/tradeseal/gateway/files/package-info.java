/** How secrets lie on disk. */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.files;
