package org.tradeseal.gateway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tradeseal.verify.Text;

/**
 * A column of a table that is imported: its place in the request as a JSON pointer, its headings, and how its cells are read.
 * A heading is recognised in either language or as the pointer, whatever its case and spaces.
 */
record ImportColumn(String pointer, Text heading, Kind kind, Map<String, String> words, String example, Text note) {
    /** How a cell becomes JSON. */
    enum Kind {
        TEXT,
        /** One of a few words, in either language. */
        WORD,
        INTEGER,
        DATE,
        /** Texts apart by semicolons. */
        TEXTS,
        /** Words apart by semicolons. */
        WORDS,
        /** Names apart by semicolons; {@code 林海|Lin Hai} gives both languages. */
        NAMES,
        /** Participants with their shares, {@code PTC-… 1/2; PTC-… 1/2}. */
        OWNERS,
        /** Files beside the table, apart by semicolons. */
        FILES,
        /** One file beside the table. */
        FILE,
        /** Record ids apart by semicolons. */
        IDS
    }

    private static final String PUBLICATION = "/firstPublication";

    /** Private fields have columns of any name: {@code private:buyer} or {@code 私密：buyer}. */
    static final List<String> PRIVATE = List.of("private:", "private：", "私密:", "私密：");

    /** The columns of a table of assets. The first publication stands in the details of the row's class. */
    static final List<ImportColumn> ASSET = List.of(
            word("/assetClass", "Class", "类别", "SOFTWARE", "软件=SOFTWARE 数据=DATA_IP 作品=WORK"),
            text("/title/zh", "Title (Chinese)", "名称（中文）", "港口排程软件", "One of both titles", "两种名称至少填一种"),
            text("/title/en", "Title (English)", "名称（英文）", "Harbour planner", "", ""),
            text("/jurisdiction", "Jurisdiction", "法域", "CN", "ISO 3166 country", "ISO 3166 国家代码"),
            new ImportColumn(
                    "/registrants",
                    Text.of("Owners", "权利人"),
                    Kind.OWNERS,
                    Map.of(),
                    "",
                    Text.of("PTC-… 1/2; PTC-… 1/2; empty: you alone", "PTC-… 1/2; PTC-… 1/2；留空表示您为唯一权利人")),
            new ImportColumn(
                    "/creators",
                    Text.of("Creators", "作者"),
                    Kind.NAMES,
                    Map.of(),
                    "林海|Lin Hai; Ana Lima",
                    Text.of("apart by ;", "以 ; 分隔")),
            word("/nature", "Nature of the right", "权利性质", "ORIGINAL", "原始=ORIGINAL 派生=DERIVED"),
            text("/source", "Source asset", "来源资产", "", "AST-…, for a derived right", "AST-…，仅派生权利"),
            text("/deposit", "Deposit", "存证记录", "", "AST-…", "AST-…"),
            text("/evidence/source", "Evidence: source", "存证说明：来源", "", "all three or none", "三项同填或同空"),
            text("/evidence/generation", "Evidence: generation", "存证说明：生成", "", "", ""),
            text("/evidence/custody", "Evidence: custody", "存证说明：保管", "", "", ""),
            date(PUBLICATION + "/date", "First published on", "首次发表日期", ""),
            text(PUBLICATION + "/country", "First published in (country)", "首次发表国家", "", "", ""),
            text(PUBLICATION + "/place", "First published at (place)", "首次发表地点", "", "", ""),
            text("/details/software/shortName", "Software: short name", "软件简称", "", "", ""),
            text("/details/software/version", "Software: version", "软件版本号", "V1.0", "", ""),
            text("/details/software/category", "Software: category", "软件分类", "应用软件", "", ""),
            word(
                    "/details/software/work",
                    "Software: original or modified",
                    "软件作品说明",
                    "ORIGINAL",
                    "原创=ORIGINAL 修改=MODIFIED"),
            text(
                    "/details/software/earlierRegistration",
                    "Software: earlier registration",
                    "原软件登记号",
                    "",
                    "for a modified version",
                    "修改版须填"),
            date("/details/software/completedOn", "Software: completed on", "开发完成日期", "2026-01-15"),
            word(
                    "/details/software/development",
                    "Software: development",
                    "开发方式",
                    "ALONE",
                    "独立=ALONE 独立开发=ALONE 合作=JOINTLY 合作开发=JOINTLY 委托=COMMISSIONED 委托开发=COMMISSIONED 下达任务=ASSIGNED"),
            word(
                    "/details/software/acquisition",
                    "Software: acquisition",
                    "权利取得方式",
                    "ORIGINAL",
                    "原始取得=ORIGINAL 继承=INHERITED 受让=ASSIGNED"),
            word("/details/software/scope", "Software: scope of rights", "权利范围", "ALL", "全部=ALL 部分=PART"),
            new ImportColumn(
                    "/details/software/rights",
                    Text.of("Software: rights", "软件权利"),
                    Kind.WORDS,
                    Map.of(),
                    "",
                    Text.of("for a scope of PART, apart by ;", "权利范围为部分时填写，以 ; 分隔")),
            text("/details/software/hardware", "Software: hardware", "硬件环境", "x86-64 server", "", ""),
            text("/details/software/software", "Software: software environment", "软件环境", "Linux 6", "", ""),
            new ImportColumn(
                    "/details/software/languages",
                    Text.of("Software: languages", "编程语言"),
                    Kind.TEXTS,
                    Map.of(),
                    "Java; SQL",
                    Text.of("apart by ;", "以 ; 分隔")),
            integer("/details/software/sourceLines", "Software: lines of source", "源程序量", "48000"),
            text(
                    "/details/software/features",
                    "Software: features",
                    "主要功能",
                    "Plans berths in container ports.",
                    "",
                    ""),
            word(
                    "/details/software/identification",
                    "Software: identification",
                    "鉴别材料",
                    "FIRST_AND_LAST_30_PAGES",
                    "一般交存=FIRST_AND_LAST_30_PAGES 前后各30页=FIRST_AND_LAST_30_PAGES 例外交存=EXCEPTIONAL_DEPOSIT"),
            text("/details/dataIp/industry", "Data: industry", "数据所属行业", "", "", ""),
            text("/details/dataIp/scenario", "Data: scenario", "应用场景", "", "", ""),
            word(
                    "/details/dataIp/source",
                    "Data: source",
                    "数据来源",
                    "",
                    "自行采集=SELF_COLLECTED 许可=LICENSED 许可取得=LICENSED 购买=BOUGHT"),
            text("/details/dataIp/collection", "Data: way of collection", "采集方式", "", "", ""),
            text("/details/dataIp/authority", "Data: authority", "授权文件", "", "", ""),
            date("/details/dataIp/agreementEnds", "Data: agreement ends", "协议截止日期", ""),
            text("/details/dataIp/format", "Data: format", "数据格式", "", "", ""),
            integer("/details/dataIp/records", "Data: records", "数据条数", ""),
            integer("/details/dataIp/bytes", "Data: bytes", "数据字节数", ""),
            text("/details/dataIp/updateFrequency", "Data: update frequency", "更新频率", "", "", ""),
            date("/details/dataIp/updatesEnd", "Data: updates end", "更新截止日期", ""),
            text("/details/dataIp/processing", "Data: processing rules", "处理规则", "", "", ""),
            text("/details/dataIp/depositNumber", "Data: deposit number", "存证编号", "", "", ""),
            text("/details/dataIp/depositDigest", "Data: deposit digest", "存证摘要", "", "SHA-256", "SHA-256"),
            word("/details/dataIp/personal", "Data: personal data", "个人信息", "", "无=NONE 已匿名化=ANONYMISED 包含=CONTAINED"),
            word("/details/dataIp/grade", "Data: grade", "数据分级", "", "一般=GENERAL 重要=IMPORTANT 核心=CORE"),
            text("/details/dataIp/sample", "Data: sample", "数据样例", "", "", ""),
            word(
                    "/details/work/category",
                    "Work: category",
                    "作品类别",
                    "",
                    "文字=WRITTEN 口述=ORAL 美术=FINE_ART_OR_ARCHITECTURE"
                            + " 摄影=PHOTOGRAPHIC 视听=AUDIOVISUAL 图形=GRAPHIC_OR_MODEL 其他=OTHER"
                            + " 音乐戏剧曲艺舞蹈杂技=MUSICAL_DRAMATIC_CHOREOGRAPHIC_OR_ACROBATIC"),
            word("/details/work/ownership", "Work: ownership", "作品归属", "", "法人=CORPORATE 自然人=PERSONAL"),
            date("/details/work/createdOn", "Work: created on", "创作完成日期", ""),
            text("/details/work/dciCode", "Work: DCI code", "DCI 码", "", "", ""),
            new ImportColumn(
                    "/documents",
                    Text.of("Documents", "文件"),
                    Kind.FILES,
                    Map.of(),
                    "",
                    Text.of("file names beside the table, apart by ;", "表格旁的文件名，以 ; 分隔")),
            recipients());

    /** The columns of a table of invoices. */
    static final List<ImportColumn> INVOICE = List.of(
            new ImportColumn(
                    "/document",
                    Text.of("Invoice file", "发票文件"),
                    Kind.FILE,
                    Map.of(),
                    "invoice.xml",
                    Text.of("file name beside the table", "表格旁的文件名")),
            new ImportColumn(
                    "/signature",
                    Text.of("Signature file", "签名文件"),
                    Kind.FILE,
                    Map.of(),
                    "",
                    Text.of("if it is not inside the invoice", "签名不在发票内时填写")),
            recipients(),
            text("/corrects", "Corrects", "更正的发票", "", "INV-…, for a credit note", "INV-…，贷记单须填"));

    private static ImportColumn recipients() {
        return new ImportColumn(
                "/recipients",
                Text.of("Recipients", "接收方"),
                Kind.IDS,
                Map.of(),
                "",
                Text.of(
                        "PTC-…; who gets the private content; for assets, empty means the IP protection centre",
                        "PTC-…；谁收到私密内容；资产留空表示知识产权保护中心"));
    }

    private static ImportColumn text(
            String pointer, String en, String zh, String example, String noteEn, String noteZh) {
        return new ImportColumn(pointer, Text.of(en, zh), Kind.TEXT, Map.of(), example, Text.of(noteEn, noteZh));
    }

    private static ImportColumn integer(String pointer, String en, String zh, String example) {
        return new ImportColumn(pointer, Text.of(en, zh), Kind.INTEGER, Map.of(), example, Text.of("digits", "数字"));
    }

    private static ImportColumn date(String pointer, String en, String zh, String example) {
        return new ImportColumn(
                pointer, Text.of(en, zh), Kind.DATE, Map.of(), example, Text.of("2026-01-31", "2026-01-31"));
    }

    private static ImportColumn word(String pointer, String en, String zh, String example, String words) {
        Map<String, String> known = new java.util.LinkedHashMap<>();
        List<String> wire = new ArrayList<>();
        List<String> chinese = new ArrayList<>();
        for (String pair : words.split(" ", -1)) {
            int equals = pair.indexOf('=');
            known.put(pair.substring(0, equals), pair.substring(equals + 1));
            chinese.add(pair.substring(0, equals));
            if (!wire.contains(pair.substring(equals + 1))) {
                wire.add(pair.substring(equals + 1));
            }
        }
        return new ImportColumn(
                pointer,
                Text.of(en, zh),
                Kind.WORD,
                Map.copyOf(known),
                example,
                Text.of(String.join(" | ", wire), String.join(" | ", chinese)));
    }

    /** The column of this heading. */
    static Optional<ImportColumn> of(List<ImportColumn> columns, String heading) {
        String wanted = plain(heading);
        return columns.stream()
                .filter(c -> wanted.equals(plain(c.heading.en()))
                        || wanted.equals(plain(c.heading.zh()))
                        || wanted.equals(plain(c.pointer))
                        || wanted.equals(plain(c.pointer.substring(1))))
                .findFirst();
    }

    private static String plain(String heading) {
        return heading.replace('（', '(')
                .replace('）', ')')
                .replace('：', ':')
                .replaceAll("[\\s\\u3000]", "")
                .toLowerCase(Locale.ROOT);
    }

    /** The word as it stands on the wire. */
    String onWire(String cell) {
        return words.getOrDefault(cell, cell.toUpperCase(Locale.ROOT));
    }
}
