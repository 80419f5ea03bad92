package org.tradeseal.gateway.grpc;

import java.util.Locale;

/** The rpcs that carry commands, by the commands' names. */
public final class CommandNames {
    private CommandNames() {}

    /** The rpc of a command: {@code asset.request-correction} is AssetService.RequestCorrection. */
    public static String rpc(String command) {
        int dot = command.indexOf('.');
        String feature = command.substring(0, dot);
        StringBuilder method = new StringBuilder();
        for (String word : command.substring(dot + 1).split("-", -1)) {
            method.append(capitalised(word));
        }
        return "tradeseal." + feature + ".v1." + capitalised(feature) + "Service." + method;
    }

    private static String capitalised(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }
}
