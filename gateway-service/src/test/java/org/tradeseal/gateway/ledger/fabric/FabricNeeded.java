package org.tradeseal.gateway.ledger.fabric;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests on real peers. Where Fabric's programs are missing each of them is skipped, and says why. */
@Tag("fabric")
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(FabricNeeded.Condition.class)
public @interface FabricNeeded {

    /** Fabric's programs on this machine. */
    final class Programs {
        private static final List<String> NAMES = List.of("peer", "orderer", "configtxgen", "cryptogen", "osnadmin");

        private Programs() {}

        /** Those that are neither in FABRIC_BIN nor, without it, on the PATH. */
        static List<String> missing() {
            String folders = System.getenv().getOrDefault("FABRIC_BIN", System.getenv("PATH"));
            return NAMES.stream()
                    .filter(name -> Stream.of(folders.split(File.pathSeparator))
                            .noneMatch(f -> Files.isExecutable(Path.of(f, name))))
                    .toList();
        }
    }

    /** Judges single tests, so that each one is counted. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            List<String> missing = Programs.missing();
            return missing.isEmpty() || context.getTestMethod().isEmpty()
                    ? ConditionEvaluationResult.enabled("Fabric is there")
                    : ConditionEvaluationResult.disabled("Hyperledger Fabric's programs are missing: "
                            + String.join(", ", missing) + " (scripts/fabric up says how to get them)");
        }
    }
}
