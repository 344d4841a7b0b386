using System.Globalization;
using System.Text;
using System.Text.Json;
using Marianne.Secrets;
using Xunit;

namespace Marianne.Runner.Tests.Secrets;

/// <summary>Secrets in texts that are encoded as a whole, and encoded again.</summary>
public sealed class EncodedTextTests
{
    private static readonly string[] Values = ["ghp_S3cr3tPlainValue0001", "Geheim-Wort-gr\u00fcn-4711", "p4ss\"w\\rd-'and'-0123"];

    private static readonly Dictionary<string, Func<string, string>> Documents = new()
    {
        ["json"] = value => JsonSerializer.Serialize(new { k = value }),
        ["json, lower case"] = value => JsonSerializer.Serialize(new { k = value }).Replace("\\u00FC", "\\u00fc", StringComparison.Ordinal),
        ["url"] = value => $"?key={Uri.EscapeDataString(value)}&x=1",
        ["docker"] = value => JsonSerializer.Serialize(new { auths = new { host = new { auth = Base64($"ci:{value}") } } }),
        ["base64"] = value => $"user {Base64($"a:{value}")}",
        ["base64, two before"] = value => Base64($"ab:{value}"),
        ["base64 in base64"] = value => Base64($"x{Base64($"a:{value}")}"),
        ["hexadecimal"] = value => Hex(value),
        ["command"] = value => Convert.ToBase64String(Encoding.Unicode.GetBytes($"Login '{Base64(value)}'")),
    };

    public static MatrixTheoryData<string, string> ValuesAndDocuments => new(Values, Documents.Keys);

    [Theory]
    [MemberData(nameof(ValuesAndDocuments))]
    public void A_value_in_an_encoded_document_is_found(string value, string document)
    {
        string text = Documents[document](value);
        foreach (string encoded in new[] { Base64(text), Base64(text, Encoding.Unicode), Base64(text, Encoding.BigEndianUnicode),
            Base64(text).Replace('+', '-').Replace('/', '_'), Hex(text), Wrapped(Base64(text)) })
        {
            string redacted = new SecretRedactor([value]).Redact($"data: {encoded}\nend");

            Assert.StartsWith("data: ", redacted, StringComparison.Ordinal);
            Assert.EndsWith("\nend", redacted, StringComparison.Ordinal);
            Assert.Contains(SecretRedactor.Mask, redacted, StringComparison.Ordinal);
            Assert.InRange(redacted.Length, 1, $"data: {encoded}".Length - value.Length);
        }
    }

    [Fact]
    public void An_encoded_document_without_a_secret_stays()
    {
        string text = $"data: {Base64(Documents["docker"]("something"))} {Hex("something else")} {Dump("xxd", "and some more text")}";

        Assert.Same(text, new SecretRedactor(Values).Redact(text));
    }

    [Theory]
    [InlineData("xxd")]
    [InlineData("xxd of bits")]
    [InlineData("xxd of grouped bits")]
    [InlineData("hexdump")]
    [InlineData("hexdump of words")]
    [InlineData("od")]
    [InlineData("od of characters")]
    [InlineData("Format-Hex")]
    public void A_dump_of_a_value_is_found(string program)
    {
        foreach (string value in Values.Where(value => program != "od of characters" || value.All(char.IsAscii)))
        {
            string dump = Dump(program, $"{new string('-', 32)}{value} and the end of it{new string('-', 32)}");
            string[] lines = dump.Split('\n');

            string redacted = new SecretRedactor([value]).Redact($"dump:\n{dump}\nend");

            Assert.StartsWith($"dump:\n{lines[0]}\n{lines[1]}\n***\n", redacted, StringComparison.Ordinal);
            Assert.EndsWith($"\n{lines[^2]}\n{lines[^1]}\nend", redacted, StringComparison.Ordinal);
            Assert.DoesNotContain(lines[2], redacted, StringComparison.Ordinal);
            Assert.DoesNotContain(lines[3], redacted, StringComparison.Ordinal);
        }
    }

    private static string Base64(string text) => Base64(text, Encoding.UTF8);

    private static string Base64(string text, Encoding encoding) => Convert.ToBase64String(encoding.GetBytes(text));

    private static string Wrapped(string text) => string.Join('\n', text.Chunk(20).Select(chunk => new string(chunk)));

    private static string Hex(string text) => Convert.ToHexString(Encoding.UTF8.GetBytes(text));

    private static string Dump(string program, string text) => string.Join('\n', Encoding.UTF8.GetBytes(text).Chunk(16).Select((line, i) =>
    {
        string shown = string.Concat(line.Select(b => b is >= 32 and < 127 ? (char)b : '.'));
        string bytes = string.Join(' ', line.Select(b => $"{b:x2}"));
        string words = string.Join(' ', line.Chunk(2).Select(Convert.ToHexString));
        string swapped = string.Join(' ', line.Chunk(2).Select(pair => Convert.ToHexString([.. pair.Reverse()])));
        string bits = string.Join(' ', line.Select(b => $"{b:b8}"));
        string grouped = string.Join(' ', line.Chunk(2).Select(pair => string.Concat(pair.Select(b => $"{b:b8}"))));
        string octal = Convert.ToString(i * 16, 8).PadLeft(7, '0');
        return program switch
        {
            "xxd" => string.Create(CultureInfo.InvariantCulture, $"{i * 16:x8}: {words}  {shown}"),
            "xxd of bits" => string.Create(CultureInfo.InvariantCulture, $"{i * 16:x8}: {bits}  {shown}"),
            "xxd of grouped bits" => string.Create(CultureInfo.InvariantCulture, $"{i * 16:x8}: {grouped}  {shown}"),
            "hexdump" => string.Create(CultureInfo.InvariantCulture, $"{i * 16:x8}  {bytes}  |{shown}|"),
            "hexdump of words" => string.Create(CultureInfo.InvariantCulture, $"{i * 16:x7} {swapped}"),
            "od" => $"{octal} {bytes}",
            "od of characters" => $"{octal}{string.Concat(shown.Select(c => $"   {c}"))}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{i * 16:X16} {bytes.ToUpperInvariant()} {shown}"),
        };
    }));
}
