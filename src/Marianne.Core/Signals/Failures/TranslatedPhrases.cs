using System.Text.RegularExpressions;

namespace Marianne.Signals;

/// <summary>The phrases of refusals in German, French, Japanese and Chinese.</summary>
/// <remarks>As in English, each names the limit of a service and says that it is reached.</remarks>
internal static partial class TranslatedPhrases
{
    private const RegexOptions AnyCase = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>Parts of words of which every phrase about a limit contains one, and no English phrase does.</summary>
    public static IReadOnlyList<string> Stems { get; } =
    [
        "kontingent", "anfragen", "guthaben", "überlastet", "requêtes", "demandes", "crédit", "solde", "surchargé",
        "上限", "制限", "リクエスト", "残高", "クレジット", "混雑", "频繁", "限制", "请求", "额度", "配额", "限额", "余额", "充值", "欠费", "过大", "繁忙", "限流",
    ];

    /// <summary>A limit on the rate of requests.</summary>
    [GeneratedRegex(
        @"\bzu viele anfragen\b|\b(anfrage|anfragen|raten|abfrage|api)[- ]?limit (wurde |ist )?(überschritten|erreicht|ausgeschöpft)\b"
        + @"|\btrop de (requêtes|demandes)\b|\blimite de (débit|requêtes|taux) (est |a été )?(atteinte|dépassée)\b"
        + "|リクエスト(数|回数)?[がの](多すぎ|上限|制限)|レート制限(に達し|を超え|中)"
        + "|请求(过于|太)频繁|请求(次数|数)?(过多|超限|已达)|(达到|超过|超出|触发).{0,6}(速率|频率|请求).{0,4}(限制|上限)|(触发|被)限流",
        AnyCase)]
    public static partial Regex Rate();

    /// <summary>The limit of a plan.</summary>
    [GeneratedRegex(
        @"\b((nutzungs|tages|wochen|monats|sitzungs|stunden)[- ]?(limit|kontingent)|kontingent) (wurde |ist )?"
        + @"(erreicht|überschritten|erschöpft|aufgebraucht|ausgeschöpft)\b"
        + @"|\blimite (d['’]utilisation|d['’]usage|quotidienne|hebdomadaire|mensuelle) (est |a été )?(atteinte|dépassée)\b"
        + @"|\b(atteint|dépassé) (votre|la|sa) limite (d['’]utilisation|d['’]usage|quotidienne|hebdomadaire|mensuelle)\b"
        + @"|\b(atteint|dépassé) (votre|le|son) quota (de requêtes|d['’]utilisation|d['’]api|quotidien|mensuel)\b"
        + @"|\bquota (d['’]utilisation |d['’]api |quotidien |mensuel )?(atteint|dépassé|épuisé)\b"
        + "|(?<!ディスク|メモリ|ストレージ|容量)(利用|使用|週間|日次|月間)(量|回数)?の?(上限|制限)(に達し|を超え)"
        + "|(?<!(磁盘|存储|内存)(使用)?)((使用|调用)?(额度|配额|限额)|用量)已?(用完|用尽|耗尽)|(达到|超过|超出).{0,10}(使用|调用|用量)(上限|额度|限额|限制)",
        AnyCase)]
    public static partial Regex Plan();

    /// <summary>Money that a person must pay.</summary>
    [GeneratedRegex(
        @"\bguthaben (ist )?(aufgebraucht|erschöpft|verbraucht|leer)\b|\b(kein|nicht genügend|zu wenig) guthaben\b"
        + @"|\b(crédits?|solde) (est |sont )?(insuffisant|épuisé)s?\b"
        + "|残高が?不足|クレジットが(不足|足りま|なくなり)|余额不足|欠费|请(先)?充值",
        AnyCase)]
    public static partial Regex Money();

    /// <summary>The service has no capacity.</summary>
    [GeneratedRegex(
        @"\b(dienst|server|modell) ist (derzeit |zurzeit )?überlastet\b|\b(service|serveur|modèle) (est )?surchargé\b|混雑しています"
        + "|访问量过大|服务器?繁忙",
        AnyCase)]
    public static partial Regex Capacity();

    /// <summary>Credentials that are missing or refused.</summary>
    [GeneratedRegex(
        @"\bnicht (angemeldet|authentifiziert)\b|\bmelden sie sich an\b|\bapi-?schlüssel (ist )?(ungültig|abgelaufen)\b"
        + @"|\bnon (connecté|authentifié)\b|\bveuillez vous (re)?connecter\b|\bclé (d['’])?api (est )?(invalide|non valide|expirée)\b"
        + "|ログインして(いません|ください)|API ?キーが(無効|正しく)|未登录|请先?登录|API ?(密钥|key)(无效|已过期)",
        AnyCase)]
    public static partial Regex Auth();
}
