namespace Marianne.Placeholders;

/// <summary>
/// The commands of a pipeline, each with its words, and where they begin. A group such as <c>( ... )</c> is not a command of
/// its own.
/// </summary>
internal sealed record ShellPipeline
{
    /// <summary>The commands. The last one is still being read.</summary>
    public List<List<ShellWord>> Commands { get; } = [[]];

    /// <summary>Indicates whether the text before the last command may be a group that began earlier.</summary>
    public bool FollowsGroup { get; set; }
}
