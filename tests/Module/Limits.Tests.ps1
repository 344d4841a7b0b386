# Limits across jobs: Set-, Get- and Remove-MarianneLimit, and a run that obeys one.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
}

AfterAll {
    Exit-TestSession
}

Describe 'Limits across jobs' {
    BeforeEach {
        $store = Connect-Marianne -InMemory -NoDefault
    }

    AfterEach {
        Disconnect-Marianne $store
    }

    It 'are set, changed one number at a time, listed and removed' {
        Set-MarianneLimit claude -Concurrent 2 -PerHour 60 -Store $store | Should -BeNullOrEmpty
        Set-MarianneLimit codex -PerHour 5 -Store $store
        $changed = Set-MarianneLimit claude -Concurrent 3 -Store $store -PassThru
        $changed.Concurrent, $changed.PerHour | Should -Be 3, 60
        $changed | Should -BeOfType ([Marianne.Learning.SheetLimit])
        (Set-MarianneLimit claude -PerHour $null -Store $store -PassThru).PerHour | Should -BeNullOrEmpty

        (Get-MarianneLimit -Store $store).Name | Should -Be 'claude', 'codex'
        (Get-MarianneLimit c*x -Store $store).Name | Should -Be 'codex'
        (Get-MarianneLimit claude -Store $store).UpdatedAt | Should -BeOfType ([datetime])

        Get-MarianneLimit -Store $store | Remove-MarianneLimit -Store $store
        Get-MarianneLimit -Store $store | Should -BeNullOrEmpty
    }

    It 'takes <Text> as <Expected>' -ForEach @(
        @{ Text = '2'; Expected = 2 }
        @{ Text = 7; Expected = 7 }
    ) {
        (Set-MarianneLimit a -Concurrent $Text -Store $store -PassThru).Concurrent | Should -Be $Expected
    }

    It 'refuses <Value>' -ForEach @(
        @{ Value = 0 }
        @{ Value = -1 }
        @{ Value = 1.5 }
        @{ Value = 'many' }
    ) {
        { Set-MarianneLimit a -Concurrent $Value -Store $store -ErrorAction Stop } | Should -Throw
        Get-MarianneLimit -Store $store | Should -BeNullOrEmpty
    }

    It 'refuses a limit that would limit nothing' {
        { Set-MarianneLimit a -Store $store -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidParameter,Marianne.Commands.SetMarianneLimitCommand' -ExpectedMessage '*Specify -Concurrent, -PerHour or both*'
        Set-MarianneLimit a -Concurrent 1 -Store $store
        { Set-MarianneLimit a -Concurrent $null -Store $store -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidParameter,*'
    }

    It 'reports a name that does not exist and goes on with the others' {
        Set-MarianneLimit a -Concurrent 1 -Store $store
        $failure = @()
        (Get-MarianneLimit none, a -Store $store -ErrorAction SilentlyContinue -ErrorVariable failure).Name | Should -Be 'a'
        $failure.FullyQualifiedErrorId | Should -Be 'LimitNotFound,Marianne.Commands.GetMarianneLimitCommand'
        Remove-MarianneLimit none, a -Store $store -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.FullyQualifiedErrorId | Should -Be 'LimitNotFound,Marianne.Commands.RemoveMarianneLimitCommand'
        Get-MarianneLimit -Store $store | Should -BeNullOrEmpty
    }

    It 'changes nothing with -WhatIf' {
        Set-MarianneLimit a -Concurrent 1 -Store $store -WhatIf
        Get-MarianneLimit -Store $store | Should -BeNullOrEmpty
        Set-MarianneLimit a -Concurrent 1 -Store $store
        Remove-MarianneLimit a -Store $store -WhatIf
        (Get-MarianneLimit -Store $store).Name | Should -Be 'a'
    }

    It 'takes instruments and limits from the pipeline, but no other objects' {
        Get-MarianneInstrument claude | Set-MarianneLimit -Concurrent 2 -Store $store
        (Get-MarianneLimit -Store $store).Name | Should -Be 'claude'
        { New-MarianneJob -Name job -TotalSheets 1 -Store $store | Remove-MarianneLimit -Store $store -ErrorAction Stop } | Should -Throw
    }

    It 'completes limits and instruments' {
        $null = Connect-Marianne -InMemory
        Set-MarianneLimit my-limit -Concurrent 1
        $names = { param($line) (Get-Completion $line).CompletionText }
        & $names 'Get-MarianneLimit my' | Should -Contain 'my-limit'
        & $names 'Set-MarianneLimit my' | Should -Contain 'my-limit'
        & $names 'Set-MarianneLimit clau' | Should -Contain 'claude'
        & $names 'Get-MarianneLimit clau' | Should -Not -Contain 'claude'
        Disconnect-Marianne
    }

    It 'shows how much is used' {
        Set-MarianneLimit claude -Concurrent 2 -PerHour 60 -Store $store
        $table = Get-MarianneLimit -Store $store | Out-String -Width 120
        $table | Should -Match 'Name\s+In use\s+Last hour\s+Waiting'
        $table | Should -Match 'claude\s+0 of 2\s+0 of 60\s+0'
        Get-MarianneLimit -Store $store | Format-List | Out-String | Should -Match 'Concurrent\s+: 2'
    }

    It 'are obeyed by a run' {
        Set-MarianneLimit one -Concurrent 1 -Store $store
        $score = @{
            name      = 'limited'
            workspace = "$TestDrive/limited"
            priority  = 5
            sheets    = @(1..3 | ForEach-Object { @{ command = 'echo x'; limit = 'one' } })
            parallel  = @{ enabled = $true; max_concurrent = 3 }
        }
        (Invoke-MarianneJob -Score $score -Store $store).Status | Should -Be 'Completed'
        $limit = Get-MarianneLimit one -Store $store
        $limit.InUse, $limit.Waiting, $limit.StartedLastHour | Should -Be 0, 0, 3
    }
}
