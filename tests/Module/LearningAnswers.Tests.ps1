# What was learned, asked of a file that another implementation wrote, beside the answers that it gives.

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
    It 'gives what the other implementation gives, with a static delay' {
        foreach ($case in $expected.fallback) {
            $wait = Get-LearnedWaitTime $case.error_code -StaticDelay $case.static_delay -MinimumSamples $case.min_samples -MinimumConfidence $case.min_confidence
            $because = $case | ConvertTo-Json -Compress
            Assert-Close $wait.Seconds $case.result[0] -Because $because
            Assert-Close $wait.Confidence $case.result[1] -Because $because
            $wait.Strategy | Should -Be ($case.result[2] -replace '_') -Because $because
        }
    }

    It 'gives what the other implementation gives, without one' {
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

    It 'is a time to sleep' {
        $wait = Get-LearnedWaitTime E103 -StaticDelay 300
        $wait.Delay | Should -BeOfType timespan
        [Math]::Abs($wait.Delay.TotalSeconds - $wait.Seconds) | Should -BeLessThan 0.001
        { Start-Sleep -Duration (Get-LearnedWaitTime nothing -StaticDelay 0.001).Delay } | Should -Not -Throw
    }

    It 'writes nothing when nothing was learned and there is no static delay' {
        Get-LearnedWaitTime nothing | Should -BeNullOrEmpty
        Get-LearnedWaitTime E103 -MinimumSamples 1000 | Should -BeNullOrEmpty
    }

    It 'takes codes from the pipeline, and recoveries with their model' {
        ('E101', 'E102' | Get-LearnedWaitTime).ErrorCode | Should -Be E101, E102
        (Get-LearnedWaitTime E101, nothing, E102).ErrorCode | Should -Be E101, E102
        $wait = Get-LearnedRecovery E101 -Model opus -First 1 | Get-LearnedWaitTime
        $wait.Model, $wait.Seconds | Should -Be opus, (Get-LearnedWaitTime E101 -Model opus).Seconds
        (Get-LearnedRecovery E101 | Where-Object { -not $_.Model } | Select-Object -First 1 | Get-LearnedWaitTime).SampleCount | Should -Be 91
    }

    It 'takes a static delay as <Delay>' -ForEach @(
        @{ Delay = 300 }, @{ Delay = '300' }, @{ Delay = '00:05:00' }, @{ Delay = [timespan]::FromMinutes(5) }
    ) {
        (Get-LearnedWaitTime nothing -StaticDelay $Delay).Seconds | Should -Be 300
    }

    It 'refuses <Name> <Value>' -ForEach @(
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
    It 'gives the hours that the other implementation gives of <Code>' -ForEach $windows {
        $asked = $Code -eq 'None' ? @{} : @{ ErrorCode = $Code }
        $window = Get-LearnedExecutionWindow @asked
        "$($window.OptimalHours)" | Should -Be "$($Theirs.optimal_hours)"
        "$($window.AvoidHours)" | Should -Be "$($Theirs.avoid_hours)"
        $window.SampleCount | Should -Be $Theirs.sample_count
        Assert-Close $window.Confidence $Theirs.confidence
    }

    It 'has each hour of the day, with what it says' {
        $window = Get-LearnedExecutionWindow E103
        $window.Hours.Hour | Should -Be (0..23)
        ($window.Hours | Where-Object Verdict -EQ Optimal).Hour | Should -Be $window.OptimalHours
        ($window.Hours | Where-Object Verdict -EQ Avoid).Hour | Should -Be $window.AvoidHours
        ($window.Hours | Measure-Object Samples -Sum).Sum | Should -Be $window.SampleCount
    }

    It 'is of all errors when none is named, and of a model when one is' {
        (Get-LearnedExecutionWindow).SampleCount | Should -Be 400
        $opus = Get-LearnedExecutionWindow E103 -Model opus
        $opus.SampleCount | Should -Be @(Get-LearnedRecovery E103 -Model opus).Count
        $opus.Model | Should -Be opus
    }

    It 'is empty where nothing is known' {
        $window = Get-LearnedExecutionWindow nothing
        $window.OptimalHours.Count, $window.AvoidHours.Count, $window.SampleCount, $window.Confidence | Should -Be 0, 0, 0, 0
    }
}

Describe 'Get-LearnedOutcome' {
    It 'lists all, newest first' {
        (Get-LearnedOutcome -First 30).Id | Should -Be $expected.recent
        (Get-LearnedOutcome).Count | Should -Be 220
    }

    It 'lists those of a workspace' -Skip:$IsWindows {
        (Get-LearnedOutcome -Workspace /work/space/2 -First 30).Id | Should -Be $expected.recent_workspace_2
        $hash = (Get-LearnedOutcome -Workspace /work/space/2 -First 1).WorkspaceHash
        (Get-LearnedOutcome -WorkspaceHash $hash -First 30).Id | Should -Be $expected.recent_workspace_2
    }

    It 'lists similar ones' {
        foreach ($case in $expected.similar) {
            $given = @{ JobName = $case.job }
            if ($null -ne $case.sheet) {
                $given.SheetNumber = $case.sheet
            }

            (Get-LearnedOutcome @given -First 10).Id | Should -Be $case.ids -Because ($case | ConvertTo-Json -Compress)
        }
    }

    It 'gives pages, and counts' {
        (Get-LearnedOutcome -Skip 5 -First 5).Id | Should -Be $expected.recent[5..9]
        "$((Get-LearnedOutcome -First 1 -IncludeTotalCount)[0])" | Should -BeLike '*220'
    }

    It 'knows how far each can be trusted' {
        foreach ($outcome in Get-LearnedOutcome | Where-Object { $expected.confidence.ContainsKey($_.Id) }) {
            Assert-Close $outcome.ConfidenceScore $expected.confidence[$outcome.Id] -Because $outcome.Id
        }
    }

    It 'refuses a hash that is none' {
        Get-LearnedOutcome -WorkspaceHash none -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidParameter,*'
    }
}

Describe 'Measure-LearnedOutcome' {
    It 'gives the figures of the other implementation' {
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
    It 'knows the clusters of the other implementation' {
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

    It 'takes folders from the pipeline, and hashes of outcomes' {
        ('/work/space/0', '/work/space/9', '/work/space/1' | Get-WorkspaceCluster).ClusterId | Should -Be cluster-0, cluster-1
        (Get-LearnedOutcome -Workspace /work/space/2 -First 1 | Get-WorkspaceCluster).ClusterId | Should -Be cluster-2
        Get-Item $TestDrive | Get-WorkspaceCluster | Should -BeNullOrEmpty
    }

    It 'refuses a hash that is none' {
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

    It 'are in force for 80 percent of their time' {
        ($limit.ExpiresAt - $limit.RecordedAt).TotalSeconds | Should -Be 80
        $limit.Remaining.TotalSeconds | Should -BeLessOrEqual 80
        $limit.Duration.TotalSeconds, $limit.SourceJobHash | Should -Be 100, b885a47feb0c3503
        $limit.RecordedAt.Kind | Should -Be Local
    }

    It 'are listed while they are in force, the longest first' {
        Start-Sleep -Milliseconds 20
        (Get-LearnedRateLimit).ErrorCode | Should -Be E104, E103
        (Get-LearnedRateLimit E103).Id | Should -Be $limit.Id
        Get-LearnedRateLimit E103 -Model opus | Should -BeNullOrEmpty
    }

    It 'are told apart by code and model' {
        Test-LearnedRateLimit | Should -BeTrue
        Test-LearnedRateLimit E103 | Should -BeTrue
        Test-LearnedRateLimit E103 -Model sonnet | Should -BeTrue
        Test-LearnedRateLimit E103 -Model opus | Should -BeFalse
        'E103', 'E105', 'E106' | Test-LearnedRateLimit | Should -Be $true, $false, $false
    }

    It 'are forgotten when they are no longer in force' {
        Clear-LearnedRateLimit -WhatIf
        Clear-LearnedRateLimit -PassThru | Should -Be 1
        Clear-LearnedRateLimit | Should -BeNullOrEmpty
        (Get-LearnedRateLimit).Count | Should -Be 2
    }

    It 'refuse <Because>' -ForEach @(
        @{ Because = 'no time'; Given = @{ Duration = 0 } }
        @{ Because = 'more than ten years'; Given = @{ Duration = [timespan]::FromDays(3651) } }
        @{ Because = 'no code'; Given = @{ ErrorCode = '' } }
        @{ Because = 'a long code'; Given = @{ ErrorCode = 'E' * 65 } }
        @{ Because = 'a long model'; Given = @{ Model = 'm' * 257 } }
    ) {
        $all = @{ ErrorCode = 'E9'; Duration = 1 }
        foreach ($name in $Given.Keys) {
            $all[$name] = $Given[$name]
        }

        Add-LearnedRateLimit @all -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'InvalidRecord,*'
    }
}
