using System.ComponentModel.DataAnnotations;
using Marianne.Options;

namespace Marianne.Policies;

/// <summary>A condition under which a sheet is skipped: a command that runs before the sheet and exits with 0.</summary>
public sealed record SkipWhenOptions : OptionSet
{
    /// <summary>The description of the section and its keys.</summary>
    public static OptionSection<SkipWhenOptions> Section { get; } = new("skip_when_command");

    /// <summary>The command. The placeholders <c>{sheet_num}</c>, <c>{workspace}</c> and <c>{score}</c> are replaced.</summary>
    [Required]
    public string Command { get; init; } = "";

    /// <summary>A description, shown as the reason why the sheet was skipped.</summary>
    public string? Description { get; init; }

    /// <summary>The time limit of the command, in seconds. If it takes longer, the sheet is not skipped.</summary>
    [Bounds(Above = 0, AtMost = 60)]
    public double TimeoutSeconds { get; init; } = 10;
}
