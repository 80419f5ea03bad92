package org.tradeseal.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModules;

/** How the gateway's packages may know each other. */
class ArchitectureTest {
    private static final JavaClasses GATEWAY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.tradeseal.gateway");

    @Test
    void onlyTheFabricPackageKnowsHyperledger() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.tradeseal.gateway.ledger.fabric..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.hyperledger..")
                .check(GATEWAY);
    }

    @Test
    void featuresFormNoCycle() {
        SlicesRuleDefinition.slices()
                .matching("org.tradeseal.gateway.(*)..")
                .should()
                .beFreeOfCycles()
                .check(GATEWAY);
    }

    @Test
    void modulesUseOnlyEachOthersOpenTypes() {
        ApplicationModules.of(Gateway.class).verify();
    }

    // What a document says is judged without knowing who asks and what the ledger holds.
    @Test
    void documentChecksKnowNeitherLedgerNorCaller() {
        noClasses()
                .that()
                .resideInAnyPackage("org.tradeseal.gateway.einvoice..", "org.tradeseal.gateway.signature..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.tradeseal.gateway.ledger..",
                        "org.tradeseal.gateway.access..",
                        "org.tradeseal.gateway.readmodel..")
                .check(GATEWAY);
    }
}
