package org.tradeseal.gateway.einvoice;

import com.helger.diver.api.coord.DVRCoordinate;
import com.helger.phive.api.executorset.IValidationExecutorSet;
import com.helger.phive.api.executorset.ValidationExecutorSetRegistry;
import com.helger.phive.en16931.EN16931Validation;
import com.helger.phive.peppol.PeppolValidation;
import com.helger.phive.xml.source.IValidationSourceXML;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tradeseal.gateway.einvoice.InvoiceRefused.Code;

/** Which published rule set judges an invoice: by customization id (BT-24), syntax and issue date (BT-2). */
final class RuleSetChoice {
    private static final String EN_16931 = "urn:cen.eu:en16931:2017";
    private static final String PEPPOL = EN_16931 + "#compliant#urn:fdc:peppol.eu:2017:poacc:";
    private static final String INTERNATIONAL =
            EN_16931 + "#conformant#urn:fdc:peppol.eu:2017:poacc:billing:international:";
    private static final String PINT = "urn:peppol:pint:";

    private static final List<Profile> PROFILES = List.of(
            new Profile(PEPPOL + "billing:3.0", "eu.peppol.bis3", "invoice", "creditnote"),
            new Profile(
                    PEPPOL + "selfbilling:3.0", "eu.peppol.bis3", "invoice-self-billing", "creditnote-self-billing"),
            new Profile(INTERNATIONAL + "aunz:3.0", "eu.peppol.bis3.aunz.ubl", "invoice", "creditnote"),
            new Profile(INTERNATIONAL + "sg:3.0", "eu.peppol.bis3.sg.ubl", "invoice", "creditnote"),
            pint("billing-1@sg-1", "sg", "invoice", "creditnote"),
            pint("billing-1@jp-1", "jp", "invoice", "credit-note"),
            pint("nontaxinvoice-1@jp-1", "jp.ntr", "invoice", "credit-note"),
            pint("selfbilling-1@jp-1", "jp.sb", "invoice", "credit-note"),
            pint("billing-1@my-1", "my", "invoice", "creditnote"),
            pint("selfbilling-1@my-1", "my", "invoice-self-billing", "creditnote-self-billing"),
            pint("billing-1@aunz-1", "aunz", "invoice", "creditnote"),
            pint("selfbilling-1@aunz-1", "aunz", "invoice-self-billing", "creditnote-self-billing"),
            pint("billing-1@ae-1", "ae", "invoice", "creditnote"),
            pint("selfbilling-1@ae-1", "ae", "invoice-self-billing", "creditnote-self-billing"),
            pint("billing-1@om-1", "om", "invoice", "creditnote"),
            pint("selfbilling-1@om-1", "om", "invoice-self-billing", "creditnote-self-billing"),
            pint("billing-1@eu-1", "eu", "invoice", "creditnote"));

    private final ValidationExecutorSetRegistry<IValidationSourceXML> registry = new ValidationExecutorSetRegistry<>();

    private record Profile(String customizationId, String group, String invoice, String creditNote) {
        // Peppol's rule R004 lets an extension follow after a number sign.
        boolean matches(String id) {
            return id.equals(customizationId) || id.startsWith(customizationId + "#");
        }
    }

    /** The versions that may judge an invoice, and what to tell if they are not of the set that it asked for. */
    record Chosen(Versions versions, @Nullable Finding remark) {}

    /** The version of a rule set in force at the invoice's date, and the newest; often the same. */
    record Versions(
            IValidationExecutorSet<IValidationSourceXML> inForce,
            IValidationExecutorSet<IValidationSourceXML> newest) {}

    RuleSetChoice() {
        EN16931Validation.initEN16931(registry);
        PeppolValidation.initStandard(registry);
    }

    private static Profile pint(String specification, String country, String invoice, String creditNote) {
        return new Profile(PINT + specification, "org.peppol.pint." + country, invoice, creditNote);
    }

    Chosen choose(InvoiceFacts facts) {
        String id = facts.customizationId() == null ? "" : facts.customizationId();
        boolean credit = facts.syntax() == InvoiceSyntax.UBL_CREDIT_NOTE;
        for (Profile profile : PROFILES) {
            if (profile.matches(id) && facts.syntax() != InvoiceSyntax.CII) {
                return new Chosen(
                        inForce(profile.group, credit ? profile.creditNote : profile.invoice, facts.issueDate()), null);
            }
        }
        if (id.startsWith(PINT)) {
            return baseOfPint(id, facts, credit);
        }
        return new Chosen(en16931(facts), id.equals(EN_16931) ? null : remark(id, "EN 16931"));
    }

    // PINT has its own tax categories, so EN 16931 would call correct invoices wrong; and PINT exists in UBL only.
    private Chosen baseOfPint(String id, InvoiceFacts facts, boolean credit) {
        if (facts.syntax() == InvoiceSyntax.CII || !id.startsWith(PINT + "billing-1")) {
            throw new InvoiceRefused(
                    Code.INVOICE_RULE_SET_UNKNOWN,
                    "No rule set is known for the customization id " + id + " in "
                            + facts.syntax().wireName() + ".",
                    "没有适用于定制标识 " + id + "（" + facts.syntax().wireName() + "）的规则集。");
        }
        return new Chosen(
                inForce("org.peppol.pint", credit ? "credit-note" : "invoice", facts.issueDate()), remark(id, "PINT"));
    }

    private Versions en16931(InvoiceFacts facts) {
        String artifact = switch (facts.syntax()) {
            case UBL_INVOICE -> "ubl";
            case UBL_CREDIT_NOTE -> "ubl-creditnote";
            case CII -> "cii";
        };
        return inForce("eu.cen.en16931", artifact, facts.issueDate());
    }

    /**
     * The newest version that was in force on the date: phive gives each version its first day. An invoice without a
     * readable date, or older than every version, is judged by the newest.
     */
    private Versions inForce(String group, String artifact, @Nullable LocalDate date) {
        List<? extends IValidationExecutorSet<IValidationSourceXML>> versions = registry.getAll().stream()
                .filter(set -> group.equals(set.getID().getGroupID())
                        && artifact.equals(set.getID().getArtifactID()))
                .sorted(Comparator.comparing(IValidationExecutorSet::getID, DVRCoordinate::compareTo))
                .toList();
        if (versions.isEmpty()) {
            throw new IllegalStateException("phive has no rule set " + group + ":" + artifact);
        }
        IValidationExecutorSet<IValidationSourceXML> newest = versions.get(versions.size() - 1);
        for (int i = versions.size() - 1; i >= 0 && date != null; i--) {
            if (!firstDay(versions.get(i)).isAfter(date)) {
                return new Versions(versions.get(i), newest);
            }
        }
        return new Versions(newest, newest);
    }

    private static LocalDate firstDay(IValidationExecutorSet<IValidationSourceXML> set) {
        return set.getStatus().getValidFrom() == null
                ? LocalDate.MIN
                : set.getStatus().getValidFrom().toLocalDate();
    }

    private static Finding remark(String id, String used) {
        String named = id.isEmpty() ? "none" : id;
        String namedZh = id.isEmpty() ? "空" : id;
        return new Finding(
                Finding.Severity.WARNING,
                "TRADESEAL-RULE-SET",
                "",
                new LocalizedText(
                        "No rule set is known for this customization id (BT-24: " + named
                                + "); the invoice was judged by " + used + " alone.",
                        "没有适用于该定制标识（BT-24：" + namedZh + "）的规则集；仅按 " + used + " 进行检查。"),
                new LocalizedText(
                        "State the customization id of a supported rule set, or have national rules checked elsewhere.",
                        "请填写受支持规则集的定制标识，或另行检查该国规则。"));
    }
}
