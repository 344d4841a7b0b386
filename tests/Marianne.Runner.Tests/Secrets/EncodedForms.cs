using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Marianne.Runner.Tests.Secrets;

/// <summary>Values of many shapes, and how other programs write them.</summary>
internal static class EncodedForms
{
    /// <summary>The values, by shape.</summary>
    public static IReadOnlyDictionary<string, string> Values { get; } = new Dictionary<string, string>
    {
        ["token"] = "ghp_S3cr3tPlainValue0001",
        ["key"] = "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nGhIjKl9876543210/+AbCdEf==\n-----END KEY-----\n",
        ["windows lines"] = "S3cr3tCrlfA0004\r\nS3cr3tCrlfB0004\r\n",
        ["quotes"] = "p4ss\"w\\rd-'and'-`more`-0123456789",
        ["umlauts"] = "S3cr3tÜmläut€0005",
        ["blanks"] = "  S3cr3t $paces 0006 ${x}  ",
        ["everything"] = "p4ss\"w\\rd-ünd-$more+/=&<%41>-'0123456789",
        ["emoji"] = "pass🔑word🗝phrase",
        ["json"] = "{\"private_key\": \"abc\\ndef\", \"id\": 4711}",
        ["password of a url"] = "s3cr%t!*()~",
    };

    /// <summary>The functions that write a value in a form, by name.</summary>
    public static IReadOnlyDictionary<string, Func<string, string>> All { get; } = new Dictionary<string, Func<string, string>>
    {
        ["plain"] = value => value,
        ["json, ascii"] = Json,
        ["json, lower case"] = value => Regex.Replace(Json(value), @"\\u[0-9A-F]{4}", match => match.Value.ToLowerInvariant()),
        ["json, relaxed"] = RelaxedJson,
        ["json, slashes"] = value => RelaxedJson(value).Replace("/", @"\/", StringComparison.Ordinal),
        ["json in json"] = value => Json(Json(value)),
        ["json in json in json"] = value => RelaxedJson(Json(RelaxedJson(value))),
        ["url"] = Uri.EscapeDataString,
        ["url, lower case"] = value => Regex.Replace(
            Uri.EscapeDataString(value), "%[0-9A-F]{2}", match => match.Value.ToLowerInvariant()),
        ["url, form"] = WebUtility.UrlEncode,
        ["url, more characters"] = value => Regex.Replace(
            Uri.EscapeDataString(value), "[!'()*~._-]", match => Percent(match.Value)),
        ["url, every character"] = Percent,
        ["url in url"] = value => Uri.EscapeDataString(Uri.EscapeDataString(value)),
        ["json in url"] = value => Uri.EscapeDataString(RelaxedJson(value)),
        ["url in json"] = value => Json(Uri.EscapeDataString(value)),
        ["html"] = WebUtility.HtmlEncode,
        ["html in json"] = value => Json(WebUtility.HtmlEncode(value)),
        ["xml"] = value => string.Concat(value.EnumerateRunes().Select(rune =>
            rune.IsAscii && char.IsAsciiLetterOrDigit((char)rune.Value) ? $"{rune}" : $"&#x{rune.Value:x};")),
        ["sh, single quotes"] = value => value.Replace("'", @"'\''", StringComparison.Ordinal),
        ["sh, quoted quotes"] = value => value.Replace("'", "'\"'\"'", StringComparison.Ordinal),
        ["sh, double quotes"] = value => Regex.Replace(value, "[\"\\\\$`]", @"\$&"),
        ["sh, dollar"] = value => C(value, ascii: true),
        ["sh, backslashes"] = value => Regex.Replace(value, @"[^\w\n]", @"\$&"),
        ["powershell, single quotes"] = value => value.Replace("'", "''", StringComparison.Ordinal),
        ["powershell, double quotes"] = value => Regex.Replace(value, "[\"`$]", "`$&"),
        ["powershell, characters"] = value => Each(value, c => char.IsAscii(c) && c is not '"' ? $"{c}" : $"`u{{{(int)c:x}}}"),
        ["cmd"] = value => Regex.Replace(value, "[&|<>^\"%]", "^$&"),
        ["csv"] = value => value.Replace("\"", "\"\"", StringComparison.Ordinal),
        ["regex"] = Regex.Escape,
        ["python"] = value => C(value, ascii: false),
        ["python, bytes"] = value => Bytes(value),
        ["clixml"] = value => Regex.Replace(value.Trim(), @"[\r\n""]", match => $"_x{(int)match.Value[0]:X4}_"),
        ["base64"] = value => Convert.ToBase64String(Encoding.UTF8.GetBytes(value)),
        ["base64 of utf-16"] = value => Convert.ToBase64String(Encoding.Unicode.GetBytes(value)),
        ["base64, one before"] = value => Inner(Encoding.UTF8, "x", value),
        ["base64, two before"] = value => Inner(Encoding.UTF8, "xy", value),
        ["base64 of utf-16, one before"] = value => Inner(Encoding.Unicode, "x", value),
        ["base64 of utf-16, two before"] = value => Inner(Encoding.Unicode, "xy", value),
        ["base64, url"] = value => Url(Convert.ToBase64String(Encoding.UTF8.GetBytes(value))),
        ["base64, lines"] = value => Convert.ToBase64String(
            Encoding.UTF8.GetBytes($"{value}{value}"), Base64FormattingOptions.InsertLineBreaks),
        ["base64 in json"] = value => JsonSerializer.Serialize(Convert.ToBase64String(Encoding.UTF8.GetBytes(value)))[1..^1],
        ["base64 in url"] = value => Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes(value))),
        ["json in base64"] = value => Convert.ToBase64String(Encoding.UTF8.GetBytes(RelaxedJson(value))),
        ["base64 of utf-16, high byte first"] = value => Convert.ToBase64String(Encoding.BigEndianUnicode.GetBytes(value)),
        ["hexadecimal"] = value => Convert.ToHexString(Encoding.UTF8.GetBytes(value)),
        ["hexadecimal, blanks"] = value => string.Join(' ', Encoding.UTF8.GetBytes(value).Select(b => $"{b:x2}")),
        ["hexadecimal, hyphens"] = value => BitConverter.ToString(Encoding.UTF8.GetBytes(value)),
        ["hexadecimal, colons"] = value => string.Join(':', Encoding.UTF8.GetBytes(value).Select(b => $"{b:x2}")),
        ["hexadecimal, numbers"] = value => string.Join(", ", Encoding.UTF8.GetBytes(value).Select(b => $"0x{b:X2}")),
        ["soft hyphens"] = value => string.Join('\u00AD', value.Chunk(3).Select(chunk => new string(chunk))),
        ["overstruck"] = value => value.Replace("s", "s\bs", StringComparison.Ordinal),
        ["other line breaks"] = value => value.ReplaceLineEndings(value.Contains('\r', StringComparison.Ordinal) ? "\n" : "\r\n"),
        ["trimmed"] = value => value.Trim(),
        ["colored"] = value => $"\e[1;31m{value[..2]}\e[0m{value[2..]}",
        ["wrapped"] = value => value.Length < 10 ? value : $"{value[..9]}\n         {value[9..]}",
    };

    private static string Json(string value) => JavaScriptEncoder.Default.Encode(value);

    private static string RelaxedJson(string value) => JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value);

    private static string Percent(string value) =>
        string.Concat(Encoding.UTF8.GetBytes(value).Select(b => string.Create(CultureInfo.InvariantCulture, $"%{b:X2}")));

    private static string Url(string base64) => base64.TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string Each(string value, Func<char, string> write) => string.Concat(value.Select(write));

    private static string C(string value, bool ascii) => Each(value, c => c switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\\' or '\'' => $@"\{c}",
        > '~' when ascii => $@"\u{(int)c:x4}",
        _ => $"{c}",
    });

    private static string Bytes(string value) => string.Concat(Encoding.UTF8.GetBytes(value).Select(b => b switch
    {
        (byte)'\n' => @"\n",
        (byte)'\r' => @"\r",
        (byte)'\\' or (byte)'\'' => $@"\{(char)b}",
        >= 0x80 => $@"\x{b:x2}",
        _ => $"{(char)b}",
    }));

    private static string Inner(Encoding encoding, string before, string value) =>
        Convert.ToBase64String([.. Encoding.ASCII.GetBytes(before), .. encoding.GetBytes(value), .. "zzz"u8]);
}
