package org.tradeseal.gateway.cli;

import java.io.IOException;

/** What is imported, item by item, again and again: a table of assets or invoices, or a folder of invoices. */
interface ImportSource {
    /** Takes the items in order. */
    interface Items {
        void item(ImportItem item) throws IOException;
    }

    /** {@code assets} or {@code invoices}. */
    String things();

    /** The command that each item becomes. */
    String command();

    /**
     * Looks at all of it without reading what it names, and answers how many items there are. Refuses a source that is not
     * to be used at all.
     */
    long count() throws IOException;

    void forEach(Items items) throws IOException;
}
