/**
 * Tables that people fill in, CSV and XLSX, read row by row. Nothing in them is calculated, fetched or followed: what could
 * be is refused before the first row is handed on.
 */
@org.jspecify.annotations.NullMarked
package org.tradeseal.gateway.spreadsheet;
