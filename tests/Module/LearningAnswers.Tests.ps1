# The learning cmdlets on a file of another implementation. Their results are compared with those of that implementation.

BeforeDiscovery {
    $expected = (Get-Content "$PSScriptRoot/../fixtures/peer/expected.json" -Raw | ConvertFrom-Json -AsHashtable).learning
    $codes = $expected.sample_count.Keys | ForEach-Object { @{ Code = $_; Count = $expected.sample_count[$_] } }
    $windows = $expected.window.Keys | ForEach-Object { @{ Code = $_; Theirs = $expected.window[$_] } }
}

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive

    $expected = (Get-Content "$root/tests/fixtures/peer/expected.json" -Raw | ConvertFrom-Json -AsHashtable).learning
    Copy-Item "$root/tests/fixtures/peer/learning-v15.db" "$TestDrive/peer.db"
    Connect-Marianne -InMemory -LearningPath "$TestDrive/peer.db"

    function Assert-Close([double] $Actual, [double] $Expected, [string] $Because) {
        [Math]::Abs($Actual - $Expected) | Should -BeLessThan 1e-6 -Because $Because
    }
}

AfterAll {
    Exit-TestSession
}

Describe 'Get-LearnedWaitTime' {
    It 'returns the wait of the other implementation, with a static delay' {
        foreach ($case in $expected.fallback) {
            $wait = Get-LearnedWaitTime $case.error_code -StaticDelay $case.static_delay -MinimumSamples $case.min_samples -MinimumConfidence $case.min_confidence
            $because = $case | ConvertTo-Json -Compress
            Assert-Close $wait.Seconds $case.result[0] -Because $because
            Assert-Close $wait.Confidence $case.result[1] -Because $because
            $wait.Strategy | Should -Be ($case.result[2] -replace '_') -Because $because
        }
    }

    It 'returns the wait of the other implementation, without a static delay' {
        foreach ($case in $expected.wait) {
            $model = $case.model ? @{ Model = $case.model } : @{}
            $wait = Get-LearnedWaitTime $case.error_code -MinimumSamples $case.min_samples @model
            $because = $case | ConvertTo-Json -Compress
            if ($null -eq $case.wait) {
                $wait | Should -BeNullOrEmpty -Because $because
            } else {
                Assert-Close $wait.Seconds $case.wait -Because $because
                $wait.Strategy | Should -Be GlobalLearned
            }
        }
    }

    It 'counts <Count> recoveries of <Code>' -ForEach $codes {
        (Get-LearnedWaitTime $Code -StaticDelay 1).SampleCount | Should -Be $Count
        $successes = Get-LearnedRecovery $Code -Recovered $true -First 1 -IncludeTotalCount
        "$($successes[0])" | Should -BeLike "*$Count"
    }

    It 'returns a delay for Start-Sleep' {
        $wait = Get-LearnedWaitTime E103 -StaticDelay 300
        $wait.Delay | Should -BeOfType timespan
        [Math]::Abs($wait.Delay.TotalSeconds - $wait.Seconds) | Should -BeLessThan 0.001
        { Start-Sleep -Duration (Get-LearnedWaitTime nothing -StaticDelay 0.001).Delay } | Should -Not -Throw
    }

    It 'writes nothing if there are too few recoveries and no static delay' {
        Get-LearnedWaitTime nothing | Should -BeNullOrEmpty
        Get-LearnedWaitTime E103 -MinimumSamples 1000 | Should -BeNullOrEmpty
    }

    It 'says with -Verbose why it writes nothing, and at the prompt with a warning' {
        $compatible, $curve = & {
            Get-LearnedWaitTime nothing -Model opus -Verbose
            Get-LearnedWaitTime nothing -Service db -Verbose
        } 3>&1 4>&1
        $compatible, $curve | Should -BeOfType Management.Automation.VerboseRecord
        "$compatible" | Should -BeLike "There is no learned wait for 'nothing': fewer than 3 successful recoveries from it with the model 'opus' are *-StaticDelay*"
        "$curve" | Should -BeLike "*: no recoveries from it of the service 'db' are *"

        # What is typed at a prompt is a command of the runspace itself, as that of a host is.
        $prompt = [powershell]::Create().AddCommand('Import-Module').AddArgument("$root/Marianne.psd1")
        $null = $prompt.AddStatement().AddCommand('Get-LearnedWaitTime').AddArgument('nothing')
        $prompt.Invoke() | Should -BeNullOrEmpty
        "$($prompt.Streams.Warning)" | Should -BeLike "There is no learned wait for 'nothing': *"
        $prompt.Dispose()
    }

    It 'accepts codes from the pipeline, and recoveries with their model' {
        ('E101', 'E102' | Get-LearnedWaitTime).ErrorCode | Should -Be E101, E102
        (Get-LearnedWaitTime E101, nothing, E102).ErrorCode | Should -Be E101, E102
        $wait = Get-LearnedRecovery E101 -Model opus -First 1 | Get-LearnedWaitTime
        $wait.Model, $wait.Seconds | Should -Be opus, (Get-LearnedWaitTime E101 -Model opus).Seconds
        (Get-LearnedRecovery E101 | Where-Object { -not $_.Model } | Select-Object -First 1 | Get-LearnedWaitTime).SampleCount | Should -Be 91
    }

    It 'accepts <Delay> as the static delay' -ForEach @(
        @{ Delay = 300 }, @{ Delay = '300' }, @{ Delay = '00:05:00' }, @{ Delay = [timespan]::FromMinutes(5) }
    ) {
        (Get-LearnedWaitTime nothing -StaticDelay $Delay).Seconds | Should -Be 300
    }

    It 'rejects <Name> <Value>' -ForEach @(
        @{ Name = 'MinimumSamples'; Value = 0 }, @{ Name = 'MinimumSamples'; Value = 1.5 }
        @{ Name = 'MinimumConfidence'; Value = 1.01 }, @{ Name = 'MinimumConfidence'; Value = -0.01 }
        @{ Name = 'MinimumConfidence'; Value = [double]::NaN }
        @{ Name = 'StaticDelay'; Value = -1 }, @{ Name = 'StaticDelay'; Value = [double]::NaN }
        @{ Name = 'ErrorCode'; Value = '' }
    ) {
        $given = @{ ErrorCode = 'E103' }
        $given[$Name] = $Value
        { Get-LearnedWaitTime @given } | Should -Throw
    }
}

Describe 'Get-LearnedExecutionWindow' {
    It 'returns the hours of the other implementation for <Code>' -ForEach $windows {
        $asked = $Code -eq 'None' ? @{} : @{ ErrorCode = $Code }
        $window = Get-LearnedExecutionWindow @asked
        "$($window.OptimalHours)" | Should -Be "$($Theirs.optimal_hours)"
        "$($window.AvoidHours)" | Should -Be "$($Theirs.avoid_hours)"
        $window.SampleCount | Should -Be $Theirs.sample_count
        Assert-Close $window.Confidence $Theirs.confidence
    }

    It 'has each hour of the day with its verdict' {
        $window = Get-LearnedExecutionWindow E103
        $window.Hours.Hour | Should -Be (0..23)
        ($window.Hours | Where-Object Verdict -EQ Optimal).Hour | Should -Be $window.OptimalHours
        ($window.Hours | Where-Object Verdict -EQ Avoid).Hour | Should -Be $window.AvoidHours
        ($window.Hours | Measure-Object Samples -Sum).Sum | Should -Be $window.SampleCount
    }

    It 'includes all errors and models by default' {
        (Get-LearnedExecutionWindow).SampleCount | Should -Be 400
        $opus = Get-LearnedExecutionWindow E103 -Model opus
        $opus.SampleCount | Should -Be @(Get-LearnedRecovery E103 -Model opus).Count
        $opus.Model | Should -Be opus
    }

    It 'is empty for an unknown error' {
        $window = Get-LearnedExecutionWindow nothing
        $window.OptimalHours.Count, $window.AvoidHours.Count, $window.SampleCount, $window.Confidence | Should -Be 0, 0, 0, 0
    }
}

Describe 'Get-LearnedOutcome' {
    It 'lists all outcomes, newest first' {
        (Get-LearnedOutcome -First 30).Id | Should -Be $expected.recent
        (Get-LearnedOutcome).Count | Should -Be 220
    }

    It 'lists the outcomes of a workspace' -Skip:$IsWindows {
        (Get-LearnedOutcome -Workspace /work/space/2 -First 30).Id | Should -Be $expected.recent_workspace_2
        $hash = (Get-LearnedOutcome -Workspace /work/space/2 -First 1).WorkspaceHash
        (Get-LearnedOutcome -WorkspaceHash $hash -First 30).Id | Should -Be $expected.recent_workspace_2
    }

    It 'lists the outcomes of a job, and of one of its sheets' {
        foreach ($case in $expected.similar) {
            $given = @{ JobName = $case.job }
            if ($null -ne $case.sheet) {
                $given.SheetNumber = $case.sheet
            }

            (Get-LearnedOutcome @given -First 10).Id | Should -Be $case.ids -Because ($case | ConvertTo-Json -Compress)
        }
    }

    It 'supports paging and the total count' {
        (Get-LearnedOutcome -Skip 5 -First 5).Id | Should -Be $expected.recent[5..9]
        "$((Get-LearnedOutcome -First 1 -IncludeTotalCount)[0])" | Should -BeLike '*220'
    }

    It 'returns the confidence of each outcome' {
        foreach ($outcome in Get-LearnedOutcome | Where-Object { $expected.confidence.ContainsKey($_.Id) }) {
            Assert-Close $outcome.ConfidenceScore $expected.confidence[$outcome.Id] -Because $outcome.Id
        }
    }

    It 'rejects an invalid hash' {
        Get-LearnedOutcome -WorkspaceHash none -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
    }
}

Describe 'Measure-LearnedOutcome' {
    It 'returns the statistics of the other implementation' {
        $figures = Measure-LearnedOutcome
        Assert-Close $figures.SuccessWithoutRetryRate $expected.stats.success_without_retry_rate
        Assert-Close $figures.AveragePatternEffectiveness $expected.stats.avg_pattern_effectiveness
        $figures.TotalExecutions | Should -Be $expected.stats.total_executions
        $figures.TotalPatterns | Should -Be $expected.stats.total_patterns
        $figures.TotalErrorRecoveries | Should -Be $expected.stats.total_error_recoveries
        $figures.UniqueWorkspaces | Should -Be $expected.stats.unique_workspaces
    }
}

Describe 'Get-WorkspaceCluster' -Skip:$IsWindows {
    It 'returns the clusters of the other implementation' {
        foreach ($path in $expected.cluster.Keys) {
            (Get-WorkspaceCluster $path).ClusterId | Should -Be $expected.cluster[$path] -Because $path
        }
    }

    It 'hashes paths as the other implementation does' {
        foreach ($path in $expected.hash_workspace.Keys | Where-Object { $_ -ne '/' }) {
            (Get-WorkspaceCluster $path).WorkspaceHash | Should -Be $expected.hash_workspace[$path] -Because $path
        }
    }

    It 'lists the workspaces of a cluster, newest assignment first' {
        $listed = Get-WorkspaceCluster -ClusterId cluster-0
        $listed.ClusterId | Select-Object -Unique | Should -Be cluster-0
        $listed.AssignedAt | Should -Be ($listed.AssignedAt | Sort-Object -Descending)
        @(Get-WorkspaceCluster -ClusterId cluster-0 -First 1).WorkspaceHash | Should -Be $listed[0].WorkspaceHash
        Get-WorkspaceCluster -ClusterId cluster-* | Should -BeNullOrEmpty
    }

    It 'accepts folders and outcomes from the pipeline' {
        ('/work/space/0', '/work/space/9', '/work/space/1' | Get-WorkspaceCluster).ClusterId | Should -Be cluster-0, cluster-1
        (Get-LearnedOutcome -Workspace /work/space/2 -First 1 | Get-WorkspaceCluster).ClusterId | Should -Be cluster-2
        Get-Item $TestDrive | Get-WorkspaceCluster | Should -BeNullOrEmpty
    }

    It 'rejects an invalid hash' {
        Get-WorkspaceCluster -WorkspaceHash none -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
    }
}

Describe 'Rate limits' {
    BeforeAll {
        Connect-Marianne -InMemory
        $limit = Add-LearnedRateLimit E103 100 -Model sonnet -JobId nightly -PassThru
        Add-LearnedRateLimit E104 '00:10:00'
        Add-LearnedRateLimit E105 0.01
    }

    It 'are in force for 80 percent of their duration' {
        ($limit.ExpiresAt - $limit.RecordedAt).TotalSeconds | Should -Be 80
        $limit.Remaining.TotalSeconds | Should -BeLessOrEqual 80
        $limit.Duration.TotalSeconds, $limit.SourceJobHash | Should -Be 100, b885a47feb0c3503
        $limit.RecordedAt.Kind | Should -Be Local
    }

    It 'are listed while they are in force, latest expiry first' {
        Start-Sleep -Milliseconds 20
        (Get-LearnedRateLimit).ErrorCode | Should -Be E104, E103
        (Get-LearnedRateLimit E103).Id | Should -Be $limit.Id
        Get-LearnedRateLimit E103 -Model opus | Should -BeNullOrEmpty
    }

    It 'are filtered by code and model' {
        Test-LearnedRateLimit | Should -BeTrue
        Test-LearnedRateLimit E103 | Should -BeTrue
        Test-LearnedRateLimit E103 -Model sonnet | Should -BeTrue
        Test-LearnedRateLimit E103 -Model opus | Should -BeFalse
        'E103', 'E105', 'E106' | Test-LearnedRateLimit | Should -Be $true, $false, $false
    }

    It 'are removed after they expire' {
        Clear-LearnedRateLimit -WhatIf
        Clear-LearnedRateLimit -PassThru | Should -Be 1
        Clear-LearnedRateLimit | Should -BeNullOrEmpty
        (Get-LearnedRateLimit).Count | Should -Be 2
    }

    It 'are lifted by code, model and service, or all' {
        Add-LearnedRateLimit E101 600 -Service claude -Model opus
        Add-LearnedRateLimit E101 600 -Service github
        Test-LearnedRateLimit -Service claude | Should -BeTrue
        (Get-LearnedRateLimit -Service claude).Model | Should -Be opus
        Clear-LearnedRateLimit -Service claude -WhatIf
        Clear-LearnedRateLimit -Service gemini -PassThru | Should -Be 0
        (Get-LearnedRateLimit).Count | Should -Be 4

        Clear-LearnedRateLimit -Service claude -PassThru | Should -Be 1
        Test-LearnedRateLimit -Service claude | Should -BeFalse
        Clear-LearnedRateLimit E103 -Model opus -PassThru | Should -Be 0
        Clear-LearnedRateLimit -Model sonnet -PassThru | Should -Be 1
        (Get-LearnedRateLimit).ErrorCode | Should -Be E101, E104

        Clear-LearnedRateLimit -All -WhatIf
        Clear-LearnedRateLimit -PassThru | Should -Be 0
        Clear-LearnedRateLimit -All -PassThru | Should -Be 2
        Test-LearnedRateLimit | Should -BeFalse
    }

    It 'reject <Because>' -ForEach @(
        @{ Because = 'a duration of 0'; Given = @{ Duration = 0 } }
        @{ Because = 'a duration of more than ten years'; Given = @{ Duration = [timespan]::FromDays(3651) } }
        @{ Because = 'an empty code'; Given = @{ ErrorCode = '' } }
        @{ Because = 'a code that is too long'; Given = @{ ErrorCode = 'E' * 65 } }
        @{ Because = 'a model that is too long'; Given = @{ Model = 'm' * 257 } }
        @{ Because = 'a service that is too long'; Given = @{ Service = 's' * 257 } }
    ) {
        $all = @{ ErrorCode = 'E9'; Duration = 1 }
        foreach ($name in $Given.Keys) {
            $all[$name] = $Given[$name]
        }

        Add-LearnedRateLimit @all -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRecord,*'
    }
}
