# Copying what was learned from one store to another.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
}

AfterAll {
    Exit-TestSession
}

Describe 'Copy-MarianneLearning' {
    BeforeEach {
        $source = Connect-Marianne -InMemory -NoDefault
        $destination = Connect-Marianne -InMemory -NoDefault
        1..3 | ForEach-Object { Add-LearnedRecovery E101 $_ $true -Store $source }
        Add-LearnedOutcome job job-1 $TestDrive -StartedAt (Get-Date) -Store $source
        Set-WorkspaceCluster -Workspace $TestDrive web -Store $source
        Set-MarianneLimit claude -Concurrent 2 -Store $source
    }

    AfterEach {
        $source, $destination | Disconnect-Marianne
    }

    It 'copies every kind of record, and nothing twice' {
        Copy-MarianneLearning $destination -Store $source | Should -BeNullOrEmpty
        Copy-MarianneLearning $destination -Store $source

        (Get-LearnedRecovery -Store $destination).Id | Should -Be (Get-LearnedRecovery -Store $source).Id
        (Get-LearnedOutcome -Store $destination).Id | Should -Be (Get-LearnedOutcome -Store $source).Id
        (Get-WorkspaceCluster -Workspace $TestDrive -Store $destination).ClusterId | Should -Be 'web'
        (Get-MarianneLimit -Store $destination).Concurrent | Should -Be 2
        (Get-LearnedWaitTime E101 -Store $destination).Seconds | Should -Be (Get-LearnedWaitTime E101 -Store $source).Seconds
    }

    It 'says how many records were new' {
        $said = Copy-MarianneLearning $destination -Store $source -Verbose 4>&1
        "$said" | Should -Match '6 records were read\. 6 of them were new'
        $said = Copy-MarianneLearning $destination -Store $source -Verbose 4>&1
        "$said" | Should -Match '6 records were read\. 0 of them were new'
    }

    It 'changes nothing with -WhatIf' {
        Copy-MarianneLearning $destination -Store $source -WhatIf
        Get-LearnedRecovery -Store $destination | Should -BeNullOrEmpty
    }

    It 'refuses to copy a store onto itself' {
        { Copy-MarianneLearning $source -Store $source -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidParameter,Marianne.Commands.CopyMarianneLearningCommand'
    }

    It 'says which learning store two job stores have in common' {
        { Copy-MarianneLearning "$TestDrive/other.db" -Store "$TestDrive/jobs.db" -ErrorAction Stop } |
            Should -Throw "*the same learning store '*global-learning.db'*Connect-Marianne -LearningPath*"
    }

    It 'copies to a file' {
        $file = Connect-Marianne -InMemory -LearningPath "$TestDrive/learned.db" -NoDefault
        Copy-MarianneLearning $file -Store $source
        (Get-LearnedRecovery -Store $file).Count | Should -Be 3
        Disconnect-Marianne $file
    }
}
