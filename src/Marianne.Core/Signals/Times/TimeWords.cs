namespace Marianne.Signals;

/// <summary>Words of other languages, and the English words with which the grammar of times reads them.</summary>
internal static class TimeWords
{
    /// <summary>Words of Japanese and Chinese, which are written without blanks. The longer ones are first.</summary>
    private static readonly string[] Unspaced =
    [
        "もう一度", "リセット", "再試行", "再试", "明天", "明日", "今天", "今日", "分钟", "分間", "小时", "時間",
        "重置", "恢复", "重试", "再度", "秒", "分", "天", "后", "後", "月", "日", "年", "时", "時",
    ];

    private static readonly Dictionary<string, string> English = new()
    {
        ["sekunde"] = "second",
        ["sekunden"] = "seconds",
        ["minuten"] = "minutes",
        ["stunde"] = "hour",
        ["stunden"] = "hours",
        ["tag"] = "day",
        ["tagen"] = "days",
        ["wochen"] = "weeks",
        ["seconde"] = "second",
        ["secondes"] = "seconds",
        ["heure"] = "hour",
        ["heures"] = "hours",
        ["jour"] = "day",
        ["jours"] = "days",
        ["semaines"] = "weeks",
        ["秒"] = "seconds",
        ["分"] = "minutes",
        ["分钟"] = "minutes",
        ["分間"] = "minutes",
        ["小时"] = "hours",
        ["時間"] = "hours",
        ["天"] = "days",
        ["januar"] = "january",
        ["februar"] = "february",
        ["märz"] = "march",
        ["mai"] = "may",
        ["juni"] = "june",
        ["juli"] = "july",
        ["oktober"] = "october",
        ["dezember"] = "december",
        ["janvier"] = "january",
        ["février"] = "february",
        ["mars"] = "march",
        ["avril"] = "april",
        ["juin"] = "june",
        ["juillet"] = "july",
        ["août"] = "august",
        ["septembre"] = "september",
        ["octobre"] = "october",
        ["novembre"] = "november",
        ["décembre"] = "december",
        ["montag"] = "monday",
        ["dienstag"] = "tuesday",
        ["mittwoch"] = "wednesday",
        ["donnerstag"] = "thursday",
        ["freitag"] = "friday",
        ["samstag"] = "saturday",
        ["sonntag"] = "sunday",
        ["lundi"] = "monday",
        ["mardi"] = "tuesday",
        ["mercredi"] = "wednesday",
        ["jeudi"] = "thursday",
        ["vendredi"] = "friday",
        ["samedi"] = "saturday",
        ["dimanche"] = "sunday",
        ["morgen"] = "tomorrow",
        ["demain"] = "tomorrow",
        ["heute"] = "today",
        ["dans"] = "in",
        ["à"] = "at",
        ["um"] = "at",
        ["le"] = "the",
        ["und"] = "and",
        ["versuchen"] = "retry",
        ["versuch"] = "retry",
        ["patientez"] = "wait",
        ["patienter"] = "wait",
        ["明天"] = "tomorrow",
        ["明日"] = "tomorrow",
        ["今天"] = "today",
        ["今日"] = "today",
        ["réessayez"] = "retry",
        ["réessayer"] = "retry",
        ["réinitialisation"] = "reset",
        ["réinitialisé"] = "reset",
        ["réinitialisée"] = "reset",
    };

    /// <summary>Returns the English word for a word of another language, or the word itself.</summary>
    /// <param name="word">The word, in lower case.</param>
    public static string Translate(string word) => English.GetValueOrDefault(word, word);

    /// <summary>Determines whether a character belongs to a language that is written without blanks.</summary>
    /// <param name="letter">The character.</param>
    public static bool IsUnspaced(char letter) => letter is >= '\u3040' and <= '\u30ff' or >= '\u4e00' and <= '\u9fff';

    /// <summary>Returns the length of the word that begins at a position of a text without blanks.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The position.</param>
    public static int LengthAt(string text, int start)
    {
        ReadOnlySpan<char> rest = text.AsSpan(start);
        foreach (string word in Unspaced)
        {
            if (rest.StartsWith(word, StringComparison.Ordinal))
                return word.Length;
        }

        return 1;
    }
}
