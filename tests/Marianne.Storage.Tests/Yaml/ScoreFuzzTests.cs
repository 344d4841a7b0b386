using System.Globalization;
using System.Text;
using Marianne.Scores;
using Marianne.Storage.Yaml;
using Xunit;

namespace Marianne.Storage.Tests.Yaml;

/// <summary>
/// Changes valid scores at random: whatever a file contains, it is read as a score or has problems. The environment variable
/// MARIANNE_FUZZ sets the number of changed scores.
/// </summary>
public sealed class ScoreFuzzTests
{
    private const string Yaml = """
        # A score with a bit of everything.
        name: nightly-review
        workspace: ./out
        instrument: "claude -p {prompt}"
        secrets: [API_KEY, 'OTHER']
        sheets:
          - &first { name: collect, command: git log > log.txt, environment: { LANG: C } }
          - name: review
            prompt: |
              Look at é.
            timeout_seconds: 9.5e2
          - *first
          - script: >-
              ./publish.ps1
        sheet:
          dependencies: { 2: [1], 3: [2, 1] }
          skip_when_command: { 3: { command: "test -f x" } }
        retry: { max_retries: 2, jitter: false, base_delay_seconds: 1 }
        rate_limit:
          detection_patterns: ["a+", 'b\d']
        cost_limits: { max_cost_per_job: 4.50 }
        validations:
          - { type: content_regex, path: a, pattern: "(x|y)*", condition: sheet_num >= 2 and sheet_num != 3 }
        """;

    private const string Json = """
        { "$schema": "x", "name": "nightly", "instrument": "claude -p {prompt}", "secrets": [ "A" ],
          "sheets": [ { "command": "make \u00e9 \ud83d\ude00", "environment": { "A": "b" } },
                      { "prompt": "p", "timeout_seconds": 1.5e1 } ],
          // A comment.
          "sheet": { "dependencies": { "2": [ 1 ] }, "skip_when_command": { "1": { "command": "x" } } },
          "retry": { "max_retries": 2, "jitter": true }, "cost_limits": { "enabled": true, "max_cost_per_job": 1 },
          "validations": [ { "type": "content_regex", "path": "p", "pattern": "a+", "condition": "sheet_num > 1" } ] }
        """;

    private static readonly string[] Tokens =
    [
        "[", "]", "{", "}", ":", ": ", ",", "- ", "? ", "&a ", "*a", "*first", "!!int ", "!x ", "%YAML 9999999999.1\n",
        "%TAG ! x\n", "---\n", "...\n",
        "|\n", "|9\n", ">-\n", "'", "\"", "\\", "\\u", "\\ud800", "\\x", "#", "\t", "\r", "\n", "\n\n  ", "null", "true", "-1",
        "1e999", "0x", "NaN", "~",
        "99999999999999999999", "é", "😀", "\uFEFF", "\u2028", "\0", "$schema", "name", "sheets", "max_retrys", "(", "[a-",
        "(?<n>", "\\k<n>", "/*", "//",
    ];

    private static int Count =>
        int.TryParse(Environment.GetEnvironmentVariable("MARIANNE_FUZZ"), CultureInfo.InvariantCulture, out int count) ? count
            : 3_000;

    [Theory]
    [InlineData(Yaml, ScoreFormat.Yaml)]
    [InlineData(Json, ScoreFormat.Json)]
    public void A_changed_score_is_valid_or_has_problems(string text, ScoreFormat format)
    {
        Assert.Empty(Read(Encoding.UTF8.GetBytes(text), format).Problems);
        int valid = 0;
        for (int seed = 0; seed < Count / 2; seed++)
        {
            byte[] changed = Change(text, new Random(seed));
            try
            {
                ScoreReadResult result = Read(changed, format);
                Assert.NotEqual(result.Score is null, result.Problems.Count == 0);
                Assert.All(result.Problems, problem => Assert.NotEqual("", problem.Message));
                valid += result.IsValid ? 1 : 0;
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"Seed {seed} of {format}: {error}\n{Encoding.UTF8.GetString(changed)}");
            }
        }

        Assert.InRange(valid, 1, (Count / 2) - 1); // Some are valid, some are not.
    }

    private static ScoreReadResult Read(byte[] bytes, ScoreFormat format)
    {
        try
        {
            IScoreReader reader = format == ScoreFormat.Yaml ? new YamlScoreReader() : new JsonScoreReader();
            return ScoreReadResult.Of(reader.Read(ScoreDecoder.Decode(bytes)), "/work");
        }
        catch (ScoreSyntaxException error)
        {
            return ScoreReadResult.Unreadable(error);
        }
    }

    private static byte[] Change(string text, Random random)
    {
        List<byte> bytes = [.. Encoding.UTF8.GetBytes(text)];
        for (int changes = random.Next(1, 6); changes > 0; changes--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 40), bytes.Count - at);
            switch (random.Next(8))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, length);
                    break;
                case 2:
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
                case 3:
                    Replace(bytes, random, words: true);
                    break;
                case 4:
                    Replace(bytes, random, words: false);
                    break;
                case 5:
                    MoveLine(bytes, random);
                    break;
                default:
                    bytes.InsertRange(at, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
                    break;
            }

            if (bytes.Count == 0)
                bytes.Add((byte)'\n');
        }

        return [.. bytes];
    }

    /// <summary>Replaces a word, or what is between two words.</summary>
    private static void Replace(List<byte> bytes, Random random, bool words)
    {
        int start = random.Next(bytes.Count);
        int end = start;
        while (end < bytes.Count && char.IsAsciiLetterOrDigit((char)bytes[end]) == words)
            end++;
        bytes.RemoveRange(start, end - start);
        bytes.InsertRange(start, Encoding.UTF8.GetBytes(Tokens[random.Next(Tokens.Length)]));
    }

    private static void MoveLine(List<byte> bytes, Random random)
    {
        List<string> lines = [.. Encoding.Latin1.GetString([.. bytes]).Split('\n')];
        int from = random.Next(lines.Count);
        string line = lines[from];
        if (random.Next(2) == 0)
            lines.RemoveAt(from);
        lines.Insert(random.Next(lines.Count + 1), new string(' ', random.Next(3)) + line);
        bytes.Clear();
        bytes.AddRange(Encoding.Latin1.GetBytes(string.Join('\n', lines)));
    }
}
