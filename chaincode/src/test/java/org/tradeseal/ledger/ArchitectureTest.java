package org.tradeseal.ledger;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.BaseStream;
import org.junit.jupiter.api.Test;
import org.tradeseal.ledger.record.Actor;
import org.tradeseal.ledger.record.RecordType;

/** Every endorsing peer computes the same bytes: what could differ between two machines stays out of the contracts. */
class ArchitectureTest {
    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.tradeseal.ledger");

    // The adapter to Fabric is no contract: it serves connections, and compares the transaction's time with its clock.
    private static final JavaClasses CONTRACTS =
            ALL.that(describe("contracts", c -> !c.getPackageName().startsWith("org.tradeseal.ledger.fabric")));

    @Test
    void contractsUseNeitherClockNorRandomnessNorThreads() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(
                        Random.class,
                        ThreadLocalRandom.class,
                        java.util.random.RandomGenerator.class,
                        java.security.SecureRandom.class,
                        UUID.class,
                        Clock.class,
                        Thread.class,
                        Executor.class,
                        CompletableFuture.class,
                        java.util.Timer.class,
                        java.util.Date.class,
                        java.util.Calendar.class)
                .check(CONTRACTS);
        noClasses()
                .should()
                .callMethodWhere(describe("asks for the present time", ArchitectureTest::asksTheTime))
                .check(CONTRACTS);
    }

    private static boolean asksTheTime(JavaMethodCall call) {
        String owner = call.getTargetOwner().getName();
        String method = call.getName();
        boolean now = owner.startsWith("java.time.") && (method.equals("now") || method.equals("systemDefault"));
        return now || (owner.equals("java.lang.System") && !method.equals("arraycopy"));
    }

    @Test
    void contractsDependOnNoLanguageSetting() {
        noClasses()
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "formatted", Object[].class)
                .orShould()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .orShould()
                .callMethod(String.class, "getBytes")
                .orShould()
                .callMethod(Locale.class, "getDefault")
                .orShould()
                .callMethod(Collection.class, "parallelStream")
                .orShould()
                .callMethod(BaseStream.class, "parallel")
                .check(CONTRACTS);
    }

    @Test
    void contractsReachNothingOutsideTheirTransaction() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "java.net..",
                        "java.sql..",
                        "javax.sql..",
                        "java.lang.reflect..",
                        "org.springframework..",
                        "jakarta..",
                        "org.slf4j..",
                        "org.postgresql..")
                .check(CONTRACTS);
    }

    // The order of a hash set differs from one process to the next, and a record is hashed as it is written.
    @Test
    void whatIsWrittenHasAnOrder() {
        fields().that()
                .areDeclaredInClassesThat(describe(
                        "are records that are written",
                        c -> c.isRecord() && !isEquivalent(c, Actor.class, RecordType.class)))
                .should(new com.tngtech.archunit.lang.ArchCondition<>("have an ordered type") {
                    @Override
                    public void check(
                            com.tngtech.archunit.core.domain.JavaField field,
                            com.tngtech.archunit.lang.ConditionEvents events) {
                        if (!field.getModifiers().contains(com.tngtech.archunit.core.domain.JavaModifier.STATIC)
                                && isEquivalent(
                                        field.getRawType(), Set.class, Map.class, HashSet.class, HashMap.class)) {
                            events.add(com.tngtech.archunit.lang.SimpleConditionEvent.violated(
                                    field, field.getFullName() + " has no order"));
                        }
                    }
                })
                .check(CONTRACTS);
    }

    private static boolean isEquivalent(JavaClass c, Class<?>... types) {
        return java.util.Arrays.stream(types).anyMatch(c::isEquivalentTo);
    }

    @Test
    void amountsAreNeverFloatingPoint() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .belongToAnyOf(Double.class, Float.class)
                .check(CONTRACTS);
        fields().should()
                .notHaveRawType(double.class)
                .andShould()
                .notHaveRawType(float.class)
                .check(CONTRACTS);
    }

    @Test
    void onlyTheFabricPackageKnowsHyperledger() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.hyperledger..", "io.grpc..", "com.google.protobuf..", "org.tradeseal.ledger.fabric..")
                .check(CONTRACTS);
    }

    @Test
    void theFabricPackageAsksForNoTimeButItsClocks() {
        noClasses()
                .that()
                .resideInAPackage("org.tradeseal.ledger.fabric..")
                .should()
                .callMethodWhere(describe("asks for the present time", c -> asksTheTime(c) && !isSetup(c)))
                .check(ALL);
    }

    // What the process does once at its start: its streams, its exit code, its log's format.
    private static boolean isSetup(JavaMethodCall call) {
        return call.getTargetOwner().getName().equals("java.lang.System")
                && Set.of("exit", "setProperty").contains(call.getName());
    }

    @Test
    void featuresFormNoCycle() {
        SlicesRuleDefinition.slices()
                .matching("org.tradeseal.ledger.(*)..")
                .should()
                .beFreeOfCycles()
                .check(ALL);
    }

    @Test
    void featuresDoNotKnowTheDispatchTable() {
        noClasses()
                .that()
                .resideInAPackage("org.tradeseal.ledger.*..")
                .and()
                .resideOutsideOfPackage("org.tradeseal.ledger.fabric..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.tradeseal.ledger")
                .check(ALL);
    }
}
