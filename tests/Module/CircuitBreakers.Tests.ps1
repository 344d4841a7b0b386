# Viewing, forcing and resetting circuit breakers.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive

    # Records the results of attempts, as a runner does.
    function Add-Result([string] $Name, [switch] $Failed, [int] $Count = 1, [int] $Threshold = 5) {
        $learning = [Marianne.MarianneStore].GetProperty('Learning', [Reflection.BindingFlags] 'NonPublic, Instance')
        $options = [Marianne.Policies.CircuitBreakerOptions] @{ FailureThreshold = $Threshold }
        $breaker = [Marianne.Learning.SharedCircuitBreaker]::new(
            $learning.GetValue((Get-MarianneStore)), $Name, $options, [TimeProvider]::System)
        foreach ($attempt in 1..$Count) {
            $entry = $breaker.EnterAsync([timespan]::FromMinutes(5), [Threading.CancellationToken]::None).AsTask().Result
            $report = $Failed ? 'FailAsync' : 'SucceedAsync'
            $null = $breaker.$report($entry.Pass, [Threading.CancellationToken]::None).AsTask().Result
        }
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'The default file' {
    It 'is not created by a read, a wrong name or -WhatIf' {
        Get-MarianneCircuitBreaker | Should -BeNullOrEmpty
        Get-MarianneCircuitBreaker cl* | Should -BeNullOrEmpty
        Reset-MarianneCircuitBreaker claude -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'CircuitNotFound,*'
        Set-MarianneCircuitBreaker claude Open -Force -WhatIf
        Get-Completion 'Get-MarianneCircuitBreaker x' | Should -BeNullOrEmpty
        "$TestDrive/home" | Should -Not -Exist
    }
}

Describe 'Get-MarianneCircuitBreaker' {
    BeforeAll {
        Connect-Marianne -InMemory
        Add-Result 'codex exec -' -Failed -Count 5
        Add-Result 'claude -p {prompt}' -Count 3
        Add-Result 'claude -p {prompt}' -Failed -Threshold 7
        Set-MarianneCircuitBreaker 'a[1]', 'a1' Closed -Force
    }

    It 'returns all circuit breakers in the order of their names' {
        (Get-MarianneCircuitBreaker).Name | Should -Be 'a1', 'a[1]', 'claude -p {prompt}', 'codex exec -'
    }

    It 'returns the state and the counters' {
        $open = Get-MarianneCircuitBreaker 'codex exec -'
        $open.State | Should -Be Open
        $open.FailuresInARow, $open.Failures, $open.Successes, $open.FailureThreshold | Should -Be 5, 5, 0, 5
        $open.TimeUntilHalfOpen.TotalSeconds | Should -BeGreaterThan 200
        $open.TimeUntilHalfOpen.TotalSeconds | Should -BeLessOrEqual 300
        $open.RecoveryTimeout.TotalSeconds | Should -Be 300
        $open.OpenedAt, $open.UpdatedAt | ForEach-Object { $_.Kind } | Should -Be Local, Local
        $open.IsForced | Should -BeFalse

        $closed = Get-MarianneCircuitBreaker 'claude -p {prompt}'
        $closed.State | Should -Be Closed
        $closed.FailuresInARow, $closed.Failures, $closed.Successes, $closed.FailureThreshold | Should -Be 1, 1, 3, 7
        $closed.OpenedAt, $closed.TimeUntilHalfOpen | Should -Be $null, $null
    }

    It 'finds <Name>' -ForEach @(
        @{ Name = 'C*'; Found = 'claude -p {prompt}', 'codex exec -' }
        @{ Name = 'a[1]'; Found = 'a[1]' }
        @{ Name = 'a`[1`]'; Found = 'a[1]' }
        @{ Name = 'a1', 'a*'; Found = 'a1', 'a[1]' }
        @{ Name = 'x*'; Found = $null }
    ) {
        (Get-MarianneCircuitBreaker $Name).Name | Should -Be $Found
        ($Name | Get-MarianneCircuitBreaker).Name | Select-Object -Unique | Should -Be $Found
    }

    It 'reports an unknown name, and processes the others' {
        $found = Get-MarianneCircuitBreaker A1, a1 -ErrorAction SilentlyContinue -ErrorVariable failure
        $found.Name | Should -Be a1
        $failure.FullyQualifiedErrorId | Should -Be 'CircuitNotFound,Marianne.Commands.GetMarianneCircuitBreakerCommand'
        $failure[0].TargetObject | Should -BeExactly A1
    }
}

Describe 'Set-MarianneCircuitBreaker' {
    BeforeEach {
        Connect-Marianne -InMemory
    }

    It 'opens a circuit breaker that does not exist yet with -Force, without output' {
        Set-MarianneCircuitBreaker claude Open -Force | Should -BeNullOrEmpty
        $forced = Get-MarianneCircuitBreaker claude
        $forced.State, $forced.IsForced, $forced.TimeUntilHalfOpen | Should -Be Open, $true, $null
        ([datetime]::Now - $forced.OpenedAt).TotalSeconds | Should -BeLessThan 60
    }

    It 'closes a circuit breaker, and keeps its counters' {
        Add-Result claude -Failed -Count 5
        $closed = Get-MarianneCircuitBreaker | Set-MarianneCircuitBreaker -State Closed -PassThru
        $closed.State, $closed.IsForced, $closed.FailuresInARow, $closed.Failures | Should -Be Closed, $false, 0, 5
        Add-Result claude
        (Get-MarianneCircuitBreaker claude).Successes | Should -Be 1
    }

    It 'creates nothing if the name is misspelled, and suggests the nearest' {
        Add-Result 'claude -p {prompt}'
        Set-MarianneCircuitBreaker 'claude -p {promt}', xyz Open -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'CircuitNotFound,*'
        $failure.TargetObject | Should -Be 'claude -p {promt}', xyz
        "$($failure[0])" | Should -BeLike "*'claude -p {prompt}'?*-Force*"
        "$($failure[1])" | Should -Not -BeLike '*Did you mean*'
        (Get-MarianneCircuitBreaker).Name | Should -Be 'claude -p {prompt}'
    }

    It 'treats wildcard characters literally' {
        Set-MarianneCircuitBreaker 'a*', a1 Closed -Force
        Set-MarianneCircuitBreaker 'a*', '*' Open -Force
        (Get-MarianneCircuitBreaker).Name | Should -Be '*', 'a*', a1
        (Get-MarianneCircuitBreaker a1).State | Should -Be Closed
    }

    It 'does nothing with -WhatIf' {
        Set-MarianneCircuitBreaker claude Open -Force -WhatIf
        Get-MarianneCircuitBreaker | Should -BeNullOrEmpty
    }

    It 'reports with -WhatIf what would fail: <Id>' -ForEach @(
        @{ Name = "a`e[2J"; Force = $true; Id = 'InvalidRecord' }
        @{ Name = 'xyz'; Force = $false; Id = 'CircuitNotFound' }
    ) {
        Set-MarianneCircuitBreaker $Name Open -Force:$Force -WhatIf -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'rejects HalfOpen, and names the valid states' {
        $failure = { Set-MarianneCircuitBreaker claude HalfOpen } | Should -Throw -PassThru
        $failure.FullyQualifiedErrorId | Should -BeLike 'ParameterArgumentValidationError,*'
        "$failure" | Should -BeLike '*"HalfOpen"*"Open,Closed"*'
        Get-MarianneCircuitBreaker | Should -BeNullOrEmpty
    }

    It 'rejects an invalid name, and processes the others' {
        Set-MarianneCircuitBreaker "a`nb", ('a' * 257), ' ', sound Open -Force -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'InvalidRecord,*'
        $failure | Should -HaveCount 3
        (Get-MarianneCircuitBreaker).Name | Should -Be sound
    }
}

Describe 'Reset-MarianneCircuitBreaker' {
    BeforeEach {
        Connect-Marianne -InMemory
        Add-Result claude -Failed -Count 5
        Set-MarianneCircuitBreaker forced, 'f*' Open -Force
    }

    It 'closes a circuit breaker and resets its counters, without output' {
        Reset-MarianneCircuitBreaker claude | Should -BeNullOrEmpty
        $reset = Get-MarianneCircuitBreaker claude
        $reset.State, $reset.FailuresInARow, $reset.Failures | Should -Be Closed, 0, 0
    }

    It 'accepts names, and objects with a name' {
        (Get-MarianneCircuitBreaker | Reset-MarianneCircuitBreaker -PassThru).State | Should -Be Closed, Closed, Closed
        ([pscustomobject] @{ Other = 1; Name = 'forced' } | Reset-MarianneCircuitBreaker -PassThru).Name | Should -Be forced
        ('forced' | Reset-MarianneCircuitBreaker -PassThru).Name | Should -Be forced
        $values = Get-MarianneCircuitBreaker claude | ConvertTo-Deserialized
        ($values | Reset-MarianneCircuitBreaker -PassThru).Name | Should -Be claude
    }

    It 'treats wildcard characters literally' {
        Reset-MarianneCircuitBreaker 'f*'
        (Get-MarianneCircuitBreaker forced).State | Should -Be Open
    }

    It 'does nothing with -WhatIf' {
        Reset-MarianneCircuitBreaker claude -WhatIf
        (Get-MarianneCircuitBreaker claude).State | Should -Be Open
        Reset-MarianneCircuitBreaker gone -WhatIf -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'CircuitNotFound,*'
    }

    It 'reports an unknown name, and processes the others' {
        $reset = Reset-MarianneCircuitBreaker gone, claude -PassThru -ErrorAction SilentlyContinue -ErrorVariable failure
        $reset.Name | Should -Be claude
        $failure.FullyQualifiedErrorId | Should -BeLike 'CircuitNotFound,*'
        $failure[0].TargetObject | Should -Be gone
        (Get-MarianneCircuitBreaker).Name | Should -Be claude, 'f*', forced
    }
}

Describe 'A circuit breaker in a file' {
    BeforeAll {
        Connect-Marianne -InMemory -LearningPath "$TestDrive/shared.db"
    }

    It 'is shared by sessions' {
        Add-Result claude -Failed -Count 5
        $state = pwsh -NoProfile -NonInteractive -Command "Import-Module '$root/Marianne.psd1'
            Connect-Marianne -InMemory -LearningPath '$TestDrive/shared.db'
            (Get-MarianneCircuitBreaker claude).State
            Reset-MarianneCircuitBreaker claude"
        $state | Should -Be Open
        (Get-MarianneCircuitBreaker claude).State | Should -Be Closed
    }

    It 'that is damaged causes an error, does not hide the others, and can be reset' {
        Set-MarianneCircuitBreaker damaged, sound Open -Force
        $sqlite = [AppDomain]::CurrentDomain.GetAssemblies() |
            Where-Object { $_.GetName().Name -eq 'Microsoft.Data.Sqlite' } |
            Select-Object -First 1
        $connection = [Activator]::CreateInstance(
            $sqlite.GetType('Microsoft.Data.Sqlite.SqliteConnection'), "Data Source=$TestDrive/shared.db;Pooling=False")
        try {
            $connection.Open()
            $command = $connection.CreateCommand()
            $command.CommandText = "UPDATE marianne_circuits SET position = 'ajar' WHERE name = 'damaged'"
            $command.ExecuteNonQuery() | Should -Be 1
        } finally {
            $connection.Dispose()
        }

        (Get-MarianneCircuitBreaker -ErrorAction SilentlyContinue -ErrorVariable failure).Name | Should -Be claude, sound
        $failure.FullyQualifiedErrorId | Should -BeLike 'CircuitDamaged,*'
        $failure[0].CategoryInfo.Category, $failure[0].TargetObject | Should -Be InvalidData, damaged
        "$($failure[0])" | Should -BeLike "*'damaged'*position*'ajar'*Reset-MarianneCircuitBreaker*"
        Set-MarianneCircuitBreaker damaged Open -Force -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -BeLike 'CircuitDamaged,*'
        (Get-Completion 'Reset-MarianneCircuitBreaker d').ToolTip | Should -Be 'The stored state cannot be read.'

        (Reset-MarianneCircuitBreaker damaged -PassThru).State | Should -Be Closed
        (Get-MarianneCircuitBreaker).Name | Should -Be claude, damaged, sound
    }
}

Describe 'The views' {
    BeforeAll {
        Connect-Marianne -InMemory
        Add-Result 'codex exec -' -Failed -Count 5
        Add-Result 'claude -p {prompt}' -Count 3
        Set-MarianneCircuitBreaker 'score nightly' Open -Force
    }

    It 'show a table' {
        $header, $rule, $rows = Get-MarianneCircuitBreaker | Get-Line
        $header.Trim() -replace '\s+', ' ' | Should -Be 'State In a row Failures Successes Half-open in Name'
        $rows[0] | Should -Match '^Closed +0/5 +0 +3 +claude -p {prompt}$'
        $rows[1] | Should -Match '^Open +5/5 +5 +0 +[45] min \d\d s +codex exec -$'
        $rows[2] | Should -Match '^Open \(forced\) +0/5 +0 +0 +score nightly$'
        ($rows | Measure-Object Length -Maximum).Maximum | Should -BeLessOrEqual 120
        (Get-MarianneCircuitBreaker | Out-String -Width 80) |
            Should -Match '(?m)^State +In a row Failures Successes Half-open in Name *\r?$'
    }

    It 'show a list' {
        $text = Get-MarianneCircuitBreaker | Format-List | Out-String -Width 120
        $text | Should -Match 'State\s*: Open \(forced\)'
        $text | Should -Match 'TimeUntilHalfOpen\s*: [45] min \d\d s'
        $text | Should -Match 'RecoveryTimeout\s*: 5 min 00 s'
        $text | Should -Match ([Console]::IsOutputRedirected ? 'OpenedAt\s*: \S' : 'OpenedAt\s*: .*\(just now\)')
    }

    It 'are the same in another session' {
        $live = Get-MarianneCircuitBreaker
        $values = $live | ConvertTo-Deserialized -Depth 2
        $values[1].TimeUntilHalfOpen | Should -BeOfType timespan
        $values[1].OpenedAt | Should -Be $live[1].OpenedAt
        $values | Get-Line | Should -Be ($live | Get-Line)
    }

    It 'have tool tips in completion: <Line>' -ForEach @(
        @{ Line = 'Get-MarianneCircuitBreaker cl'; Text = "'claude -p {prompt}'"; Tip = 'Closed' }
        @{ Line = "Reset-MarianneCircuitBreaker 'score n"; Text = "'score nightly'"; Tip = 'Open (forced)' }
        @{ Line = 'Set-MarianneCircuitBreaker codex'; Text = "'codex exec -'"; Tip = 'Open' }
        @{ Line = 'Set-MarianneCircuitBreaker claude -State '; Text = 'Closed', 'Open'; Tip = 'Closed', 'Open' }
    ) {
        $results = Get-Completion $Line
        $results.CompletionText | Should -Be $Text
        $results.ToolTip | Should -Be $Tip
    }
}
