using System.ComponentModel.DataAnnotations;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>When a sheet is passed over: its command, run before the sheet, exits with 0.</summary>
public sealed record SkipWhenOptions : OptionSet
{
    /// <summary>The section and its keys.</summary>
    public static OptionSection<SkipWhenOptions> Section { get; } = new("skip_when_command");

    /// <summary>The command; <c>{sheet_num}</c> and <c>{workspace}</c> stand for the sheet's number and the workspace.</summary>
    [Required]
    public string Command { get; init; } = "";

    /// <summary>What it is for; shown as the reason of the skip.</summary>
    public string? Description { get; init; }

    /// <summary>How long it may take, in seconds. One that takes longer skips nothing.</summary>
    [Bounds(Above = 0, AtMost = 60)]
    public double TimeoutSeconds { get; init; } = 10;
}
