namespace Marianne.Jobs;

/// <summary>What an agent's session has used so far, for agents that report the totals of a session.</summary>
/// <param name="InputTokens">The input tokens without those of a cache.</param>
/// <param name="OutputTokens">The output tokens.</param>
/// <param name="CacheReadTokens">The input tokens that were read from a cache.</param>
/// <param name="CacheWriteTokens">The input tokens that were written to a cache.</param>
/// <param name="Cost">The cost in US dollars.</param>
public sealed record SessionUsage(long InputTokens, long OutputTokens, long CacheReadTokens, long CacheWriteTokens, decimal Cost);
