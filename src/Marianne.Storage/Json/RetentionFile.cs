using System.Text.Json;
using Marianne.Jobs;

namespace Marianne.Storage.Json;

/// <summary>The retention rule of a folder, and when its history is cleared next.</summary>
/// <param name="folder">The folder.</param>
internal sealed class RetentionFile(string folder)
{
    private string Path => System.IO.Path.Combine(folder, ".retention");

    /// <summary>The file that is locked while the rule changes.</summary>
    public string Lock => System.IO.Path.Combine(folder, ".retention-lock");

    /// <summary>Indicates whether a rule was set, or jobs have rules of their own.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>Reads the file.</summary>
    public async ValueTask<(RetentionRule Rule, DateTimeOffset NextAt)> ReadAsync(CancellationToken cancellationToken)
    {
        RetentionNote? note = await CompanionFiles
            .ReadAsync(Path, CompanionJson.Default.RetentionNote, cancellationToken).ConfigureAwait(false);
        return note is null
            ? (RetentionRule.None, DateTimeOffset.MinValue)
            : (new RetentionRule
            {
                Completed = Age(note.Completed),
                Failed = Age(note.Failed),
                Cancelled = Age(note.Cancelled),
                Keep = note.Keep,
                Learned = Age(note.Learned),
            },
            note.NextAt);
    }

    /// <summary>Writes the file. The caller holds the lock.</summary>
    public void Write(RetentionRule rule, DateTimeOffset nextAt)
    {
        var note = new RetentionNote(
            rule.Completed?.TotalSeconds,
            rule.Failed?.TotalSeconds,
            rule.Cancelled?.TotalSeconds,
            rule.Keep,
            nextAt,
            rule.Learned?.TotalSeconds);
        DurableFile.Write(Path, Path + "-saving", JsonSerializer.SerializeToUtf8Bytes(note, CompanionJson.Default.RetentionNote));
    }

    private static TimeSpan? Age(double? seconds) => seconds is { } known ? TimeSpan.FromSeconds(known) : null;
}
