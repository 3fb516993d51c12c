package io.counterstep.testing;

/** Which situation follows which without a fault. Used by one thread. */
final class Graph {

    private final IntList from = new IntList();
    private final IntList to = new IntList();

    void add(int before, int after) {
        from.add(before);
        to.add(after);
    }

    /**
     * A situation that follows from itself, by Kahn's algorithm: whatever is left when all that nothing leads to has been
     * taken away, again and again, is on a circle or behind one.
     *
     * @return -1 if there is none
     */
    int onCircle(int situations) {
        int[] firstEdge = new int[situations + 1];
        int[] leadingThere = new int[situations];
        for (int i = 0; i < from.size(); i++) {
            firstEdge[from.get(i) + 1]++;
            leadingThere[to.get(i)]++;
        }
        for (int i = 0; i < situations; i++) {
            firstEdge[i + 1] += firstEdge[i];
        }
        int[] followers = followers(firstEdge);
        int[] free = new int[situations];
        int found = 0;
        for (int i = 0; i < situations; i++) {
            if (leadingThere[i] == 0) {
                free[found++] = i;
            }
        }
        for (int next = 0; next < found; next++) {
            for (int edge = firstEdge[free[next]]; edge < firstEdge[free[next] + 1]; edge++) {
                if (--leadingThere[followers[edge]] == 0) {
                    free[found++] = followers[edge];
                }
            }
        }
        return found == situations ? -1 : firstLeft(leadingThere);
    }

    private int[] followers(int[] firstEdge) {
        int[] next = firstEdge.clone();
        int[] followers = new int[to.size()];
        for (int i = 0; i < from.size(); i++) {
            followers[next[from.get(i)]++] = to.get(i);
        }
        return followers;
    }

    private static int firstLeft(int[] leadingThere) {
        for (int i = 0; i < leadingThere.length; i++) {
            if (leadingThere[i] > 0) {
                return i;
            }
        }
        return -1;
    }
}
