using Marianne.Jobs;

namespace Marianne.Watching;

/// <summary>What each key does.</summary>
internal static class WatchKeys
{
    /// <summary>Follows a key. Returns what it asks for, or <c>null</c>.</summary>
    /// <param name="state">What the person has chosen.</param>
    /// <param name="key">The key.</param>
    public static WatchAction? Press(WatchState state, ConsoleKeyInfo key)
    {
        state.Message = null;
        if (state.Asked is { } asked)
        {
            state.Ask(null);
            return char.ToLowerInvariant(key.KeyChar) == 'y' ? asked : null;
        }

        if (state.IsTyping && Type(state, key))
            return null;
        if (!Move(state, key.Key))
            return Command(state, key);
        return null;
    }

    /// <summary>Types a text. Returns <c>false</c> for a key that means the same as otherwise, such as an arrow.</summary>
    private static bool Type(WatchState state, ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Enter:
                state.EndSearch();
                return true;
            case ConsoleKey.Escape:
                state.Search("");
                state.EndSearch();
                return true;
            case ConsoleKey.Backspace:
                state.Search(state.Filter.Length > 0 ? state.Filter[..^1] : "");
                return true;
            default:
                if (char.IsControl(key.KeyChar))
                    return false;
                state.Search(state.Filter + key.KeyChar);
                return true;
        }
    }

    private static bool Move(WatchState state, ConsoleKey key)
    {
        int? by = key switch
        {
            ConsoleKey.UpArrow => -1,
            ConsoleKey.DownArrow => 1,
            ConsoleKey.PageUp => -state.Rows,
            ConsoleKey.PageDown => state.Rows,
            ConsoleKey.Home => -int.MaxValue,
            ConsoleKey.End => int.MaxValue,
            _ => null,
        };
        if (by is { } rows)
            state.Move(rows);
        return by is not null;
    }

    private static WatchAction.Change? Command(WatchState state, ConsoleKeyInfo key)
    {
        switch (key.Key)
        {
            case ConsoleKey.Enter or ConsoleKey.RightArrow:
                state.Open(closes: key.Key == ConsoleKey.Enter);
                return null;
            case ConsoleKey.LeftArrow:
                state.Close();
                return null;
            case ConsoleKey.Escape or ConsoleKey.Backspace:
                state.GoBack();
                return null;
        }

        Job? job = state.OpenId is null ? state.Jobs.ElementAtOrDefault(state.Selected)?.Latest : state.Snapshot.Open?.Job;
        switch (char.ToLowerInvariant(key.KeyChar))
        {
            case '/':
                state.BeginSearch();
                return null;
            case 'q':
                state.End();
                return null;
            case 'p' when job is not null:
                return new WatchAction.Change(job.Id, new JobUpdate.Pause());
            case 's' when job is not null:
                state.Ask(new WatchAction.Change(job.Id, new JobUpdate.Cancel()));
                return null;
            case 'a' when job is not null && state.ToApprove is { } sheet:
                state.Ask(new WatchAction.Approve(job.Id, sheet.Number));
                return null;
            default:
                return null;
        }
    }
}
